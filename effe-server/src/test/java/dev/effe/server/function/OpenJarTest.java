package dev.effe.server.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The fate of a jar's file while its function serves. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "lets nobody change a file that is open")
final class OpenJarTest {

    @TempDir
    Path folder;

    private Path path;
    private Path other;

    @BeforeEach
    void pack() throws Exception {
        path = TestJars.in(folder).file("a", "a").jar("one.jar");
        other = TestJars.in(folder).file("b", "more").jar("other.jar");
    }

    @Test
    void tellsHowItsFileHasChanged() throws Exception {
        try (OpenJar jar = new OpenJar(path)) {
            assertThat(jar.change()).isNull();

            Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
            assertThat(jar.change()).startsWith("was replaced").contains("goes on with what was there");

            Files.delete(path);
            assertThat(jar.change()).startsWith("is gone").contains("goes on with what was there");
        }
    }

    @Test
    void doesNotPromiseWhatWasThereIfItsFileIsWrittenOver() throws Exception {
        try (OpenJar jar = new OpenJar(path)) {
            Files.write(path, Files.readAllBytes(other));
            assertThat(jar.change()).startsWith("was written over").doesNotContain("goes on");
        }
    }
}
