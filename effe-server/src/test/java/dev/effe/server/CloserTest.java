package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parts are closed once each, the last one first, whatever they throw. */
class CloserTest {

    private final List<String> closed = new ArrayList<>();
    private final Closer parts = new Closer();

    @Test
    void closesTheLastPartFirst() {
        parts.add(() -> closed.add("first"));
        parts.add(() -> closed.add("second"));
        parts.close();
        parts.close();
        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void goesOnAfterAPartThatThrows() {
        parts.add(() -> closed.add("first"));
        parts.add(() -> {
            throw new IllegalStateException("as a test wants it");
        });
        parts.close();
        assertThat(closed).containsExactly("first");
    }
}
