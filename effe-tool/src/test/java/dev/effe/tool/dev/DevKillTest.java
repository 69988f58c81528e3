package dev.effe.tool.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kill -9 of the command's process, and the start after it. */
@Tag("once")
class DevKillTest {

    @TempDir
    Path folder;

    private static List<String> names(Path below) throws IOException {
        try (Stream<Path> all = Files.list(below)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    @Test
    void leavesAPortAndFoldersThatTheNextStartTidiesUp() throws Exception {
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Path project = Files.createDirectories(folder.resolve("project"));
        Samples.write(project.resolve("src/main/java/Hello.java"), Samples.text("Hello", "one"));
        List<String> flags = List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temporary);
        String port;
        List<String> left;
        try (DevProcess dev = DevProcess.startWith(flags, project, ".")) {
            assertThat(dev.text("/")).isEqualTo("one");
            port = Integer.toString(dev.port());
            dev.signal("KILL");
            dev.awaitEnd();
            left = names(temporary).stream()
                    .filter(name -> name.startsWith("effe-dev-"))
                    .toList();
            assertThat(left).hasSize(2);
            assertThat(names(project.resolve("target/effe-dev"))).containsExactly(Long.toString(dev.process.pid()));
        }
        try (DevProcess dev = DevProcess.startWith(flags, project, ".", "--port", port)) {
            assertThat(dev.text("/")).isEqualTo("one");
            assertThat(dev.port()).hasToString(port);
            assertThat(names(temporary)).doesNotContainAnyElementsOf(left);
            assertThat(names(project.resolve("target/effe-dev"))).containsExactly(Long.toString(dev.process.pid()));
            dev.signal("TERM");
            assertThat(dev.awaitEnd()).isZero();
        }
        assertThat(names(temporary)).noneMatch(name -> name.startsWith("effe-dev-"));
        assertThat(project.resolve("target/effe-dev")).isEmptyDirectory();
    }
}
