package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.acme.Acme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An AOT cache and the jar that it was made from part ways. */
@Tag("once")
class StaleClassesIT {

    @TempDir
    Path folder;

    private Path jar;
    private Path cache;

    @BeforeEach
    void train() throws IOException {
        assumeThat(Runtime.version().feature())
                .as("AOT caches are made in one step from Java 25 on")
                .isGreaterThanOrEqualTo(25);
        jar = Files.copy(EffeProcess.EFFE_JAR, folder.resolve("effe.jar"));
        cache = folder.resolve("effe.aot");
        EffeProcess trained =
                EffeProcess.in(folder, jar).jvm("-XX:AOTCacheOutput=" + cache).start("--train", "on");
        assertThat(trained.exitCode()).as(trained::toString).isZero();
        assertThat(cache).exists();
    }

    @Test
    void aReplacedServerIsRefused() throws IOException {
        Path newer = new FunctionJar()
                .merge(EffeProcess.EFFE_JAR)
                .manifest("Effe-Function", "built-in")
                .replace(BuildId.TEXT, "0".repeat(BuildId.TEXT.length()))
                .jar(folder.resolve("newer.jar"));
        Files.move(newer, jar, StandardCopyOption.REPLACE_EXISTING);

        try (EffeProcess withoutCache = EffeProcess.in(folder, jar).start("--port", "0")) {
            assertThat(withoutCache.ready().get("/").statusCode()).isEqualTo(200);
        }
        try (EffeProcess stale =
                EffeProcess.in(folder, jar).jvm("-XX:AOTCache=" + cache).start("--port", "0")) {
            assertThat(stale.exitCode()).as(stale::toString).isEqualTo(1);
            assertThat(stale.errors())
                    .startsWith("effe: The AOT cache is older than the jar")
                    .containsOnlyOnce("\n");
            assertThat(stale.output()).doesNotContain("Serving");
        }
    }

    @Test
    void aReplacedFunctionIsServedAnew() throws IOException {
        Path function = new FunctionJar().add(Acme.class).jar(folder.resolve("function.jar"));
        EffeProcess trained = EffeProcess.in(folder, jar)
                .jvm("-XX:AOTCacheOutput=" + cache)
                .start("--train", "on", "--function", function.toString());
        assertThat(trained.exitCode()).as(trained::toString).isZero();
        new FunctionJar().add(Acme.class).replace("Hello from ", "HELLO FROM ").jar(function);

        try (EffeProcess effe = EffeProcess.in(folder, jar)
                .jvm("-XX:AOTCache=" + cache)
                .start("--port", "0", "--function", function.toString())) {
            assertThat(effe.ready().get("/").body()).isEqualTo("HELLO FROM Acme\n");
        }
    }
}
