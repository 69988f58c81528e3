package dev.effe.server.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BodyFileTest {

    private static final int PIECE = 64 * 1024;

    @TempDir
    Path folder;

    /** The tasks that wait for the thread that writes. */
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    private final List<String> told = new ArrayList<>();

    private BodyFile file(int length) {
        return new BodyFile(
                folder.resolve("body"),
                length,
                new BodyFile.Means(
                        tasks::add, Runnable::run, file -> told.add("written"), () -> told.add("discarded")));
    }

    @Test
    void hasTheClientWaitWhileTheDiskIsBehind() throws Exception {
        BodyFile file = file(10 * PIECE);
        for (int i = 0; i < 4; i++) {
            file.write(new byte[PIECE]);
            assertThat(file.isBehind()).isFalse();
        }
        file.write(new byte[PIECE]);
        assertThat(file.isBehind()).isTrue();
        assertThat(tasks).hasSize(1);

        tasks.remove().run();
        assertThat(told).containsExactly("written");
        assertThat(file.isBehind()).isFalse();
        assertThat(folder).isEmptyDirectory();

        for (int i = 0; i < 5; i++) {
            file.write(new byte[PIECE]);
        }
        tasks.remove().run();
        assertThat(told).containsExactly("written");
        try (InputStream in = file.stream()) {
            assertThat(in.readAllBytes()).hasSize(10 * PIECE);
        }
    }

    @Test
    void isDiscardedOnceAndClosedByWhoeverWrites() {
        BodyFile file = file(PIECE);
        file.write(new byte[PIECE]);
        file.discard();
        file.discard();

        tasks.remove().run();
        assertThat(told).containsExactly("discarded");
        assertThat(folder).isEmptyDirectory();
    }
}
