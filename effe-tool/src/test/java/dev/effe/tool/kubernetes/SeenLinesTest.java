package dev.effe.tool.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.tool.remote.LogEvent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Looks at logs that overlap. */
class SeenLinesTest {

    private final SeenLines seen = new SeenLines();

    private List<String> look(String... lines) {
        seen.begin();
        return Stream.of(lines)
                .map(line -> line.split(" "))
                .map(parts -> new LogEvent(parts[1], "orders", "1", parts[0], parts[2]))
                .filter(seen::isNew)
                .map(LogEvent::message)
                .toList();
    }

    @Test
    void showsEachLineOnce() {
        assertThat(look("a 1 one", "a 2 two", "b 1 other")).containsExactly("one", "two", "other");
        assertThat(look("a 1 one", "a 2 two", "b 1 other")).isEmpty();
        assertThat(look("a 2 two", "a 3 three", "b 1 other", "b 2 more")).containsExactly("three", "more");
    }

    @Test
    void showsLinesOfOneTimeThatComeLater() {
        assertThat(look("a 1 one", "a 1 two")).containsExactly("one", "two");
        assertThat(look("a 1 one", "a 1 two", "a 1 three")).containsExactly("three");
        assertThat(look("a 1 one", "a 1 two", "a 1 three", "c 1 new")).containsExactly("new");
    }
}
