package dev.effe.tool.dev.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationsTest {

    @TempDir
    Path folder;

    private static Path made(Generations generations) throws IOException {
        Path classes = Files.createDirectories(generations.next());
        Files.writeString(classes.resolve("A.class"), "");
        return classes;
    }

    @Test
    void keepsTheLatestFour() throws IOException {
        try (Generations generations = Generations.in(folder)) {
            List<Path> all = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                all.add(made(generations));
            }
            assertThat(all.subList(0, 3)).noneMatch(Files::exists);
            assertThat(all.subList(3, 7)).allMatch(Files::exists);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void oneThatCameToNothingTakesNobodysPlace() throws IOException {
        try (Generations generations = Generations.in(folder)) {
            Path good = made(generations);
            for (int i = 0; i < 10; i++) {
                generations.drop(made(generations));
            }
            assertThat(good).exists();
        }
    }

    /** Two sessions of one project do not disturb each other. */
    @Test
    void removesOnlyWhatProcessesLeftThatHaveEnded() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path left = Files.createDirectories(folder.resolve(ended.pid() + "/1/classes"));
        Path others = Files.createDirectories(
                folder.resolve(ProcessHandle.current().parent().orElseThrow().pid() + "/1/classes"));
        Path file = Files.writeString(folder.resolve("class-path.txt"), "");
        Generations.in(folder).close();
        assertThat(left).doesNotExist();
        assertThat(others).exists();
        assertThat(file).exists();
    }
}
