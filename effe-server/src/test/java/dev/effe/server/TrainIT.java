package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Acme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training runs of the real process, and the archives that the JVM makes of them. */
class TrainIT {

    private static final boolean AOT = Runtime.version().feature() >= 25;

    @TempDir
    Path folder;

    private Path jar;

    @BeforeEach
    void pack() throws IOException {
        jar = new FunctionJar().add(Acme.class).jar(folder.resolve("acme.jar"));
    }

    @Test
    void servesTheSamplesThroughItsPortAndExits() throws IOException {
        Path calls = folder.resolve("calls");
        EffeProcess effe = train(
                "[{\"path\": \"/one\"}, {\"path\": \"/two\", \"body\": {\"a\": 1}}, {\"path\": \"/three\"}]",
                "--set",
                "calls=" + calls,
                "--port",
                "65000",
                "--drain-delay",
                "1h");

        assertThat(effe.exitCode()).as(effe::toString).isZero();
        assertThat(effe.errors()).isEmpty();
        assertThat(effe.output())
                .contains("Trained with 201 requests in ", "1 of 1 contexts are stopped")
                .doesNotContain("WARN", "on port 65000");
        assertThat(Files.readString(calls)).contains("stop").endsWith("close\n");
    }

    @Test
    void anArchiveOfItHoldsTheServer() {
        Path archive = folder.resolve("effe.archive");
        EffeProcess trained = EffeProcess.in(folder)
                .jvm(AOT ? "-XX:AOTCacheOutput=" + archive : "-XX:ArchiveClassesAtExit=" + archive)
                .start("--train", "on");
        assertThat(trained.exitCode()).as(trained::toString).isZero();
        assertThat(archive).exists();

        try (EffeProcess effe = EffeProcess.in(folder)
                .jvm(AOT ? "-XX:AOTCache=" + archive : "-XX:SharedArchiveFile=" + archive)
                .jvm("-Xlog:class+load:file=" + folder.resolve("classes.txt") + "::filesize=0")
                .start("--port", "0")) {
            assertThat(effe.ready().get("/").body()).startsWith("Hello from Effe");
            assertThat(effe.term().exitCode()).isZero();
        }
        assertThat(folder.resolve("classes.txt"))
                .content()
                .containsPattern("dev\\.effe\\.server\\.http\\.h1\\.Http1Decoder source: shared objects file")
                .containsPattern("io\\.netty\\.channel\\.epoll\\.EpollIoHandler source: shared objects file");
    }

    @Test
    void whatCannotBeTrainedIsOneLine() throws IOException {
        EffeProcess noFile = train(null);
        EffeProcess noList = train("{}");
        EffeProcess noFunction = train("[{\"path\": \"/\"}]", "--set", "init=throw");

        assertFailed(noFile, "requests.json does not exist");
        assertFailed(noList, "must hold a JSON list");
        assertFailed(noFunction, "no disk here");
    }

    private static void assertFailed(EffeProcess process, String part) {
        assertThat(process.exitCode()).as(process::toString).isEqualTo(1);
        assertThat(process.errors()).startsWith("effe: ").contains(part).containsOnlyOnce("\n");
        assertThat(process.output()).doesNotContain("Serving", "Trained");
    }

    private EffeProcess train(@org.jspecify.annotations.Nullable String json, String... arguments) throws IOException {
        Path file = folder.resolve("requests.json");
        Files.deleteIfExists(file);
        if (json != null) {
            Files.writeString(file, json);
        }
        EffeProcess.Command command = EffeProcess.in(folder)
                .environment("EFFE_FUNCTION", jar.toString())
                .environment("EFFE_TRAIN", file.toString());
        EffeProcess process = command.start(arguments);
        process.exitCode();
        return process;
    }
}
