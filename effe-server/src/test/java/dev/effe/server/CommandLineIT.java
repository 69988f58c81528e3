package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Acme;
import com.acme.NeedsHelper;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output and the exit codes of effe.jar when it does not serve. */
class CommandLineIT {

    @TempDir
    Path folder;

    @Test
    void printsWhatIsAskedFor() throws IOException {
        Path jar = new FunctionJar()
                .add(NeedsHelper.class)
                .add(NeedsHelper.Helper.class)
                .manifest("Implementation-Title", "helped")
                .jar(folder.resolve("helped.jar"));
        EffeProcess help = start("--help");
        EffeProcess version = start("--version");
        EffeProcess config = start("-port", "7050", "--set", "db.password=x", "--print-config");
        EffeProcess info = start("--info");
        EffeProcess jarInfo = start("--info", "--function", jar.toString());

        assertThat(done(help)).contains("Examples:\n  java -jar effe.jar --function", "--max-contexts <n>");
        assertThat(done(version)).matches("effe \\d.*\n");
        assertThat(done(config))
                .contains("port = 7050   (", "set.db.password = ***", "timeout = 30s   (default)\n")
                .doesNotContain("= x");
        assertThat(json(done(info))).containsEntry("name", "hello_effe").containsKeys("version", "doc");
        assertThat(json(output(jarInfo)))
                .as("although its constructor prints and leaves a thread")
                .containsEntry("name", "helped")
                .containsOnlyKeys("name", "version", "doc");
    }

    @Test
    void infoDoesNotRunInit() throws IOException {
        Path jar = new FunctionJar().add(Acme.class).jar(folder.resolve("acme.jar"));
        EffeProcess info = start("--info", "--function", jar.toString(), "--set", "init=exit");

        assertThat(json(done(info))).containsKey("name");
    }

    @Test
    void refusesWhatIsWrongInTheEnvironmentWithOneLine() {
        List<EffeProcess> wrong = new ArrayList<>();
        wrong.add(EffeProcess.in(folder).environment("EFFE_TIMEOUT", "soon").start());
        wrong.add(
                EffeProcess.in(folder).environment("PORT", "tcp://10.0.0.1:80").start());
        wrong.add(start("image"));
        if (Runtime.version().feature() < 21) {
            wrong.add(start("--workers", "virtual"));
        }

        assertThat(wrong).allSatisfy(process -> {
            assertThat(process.exitCode()).isEqualTo(2);
            assertThat(process.output()).isEmpty();
        });
        assertThat(wrong.stream().map(EffeProcess::errors).map(String::strip).toList())
                .first()
                .isEqualTo(
                        "effe: EFFE_TIMEOUT must be from 1ms to 24h, written like 500ms, 5s, 2m or 1h, but was 'soon'");
        assertThat(wrong.get(1).errors())
                .startsWith("effe: PORT must be from 0 to 65535")
                .hasLineCount(1);
        assertThat(wrong.get(2).errors()).contains("\"image\"", "effe-tool.jar").hasLineCount(1);
    }

    @Test
    void anEnvironmentOfOthersEndsNoStart() {
        try (EffeProcess effe = EffeProcess.in(folder)
                .environment("EFFE_JAR", "effe.jar")
                .environment("EFFE_PORTAL_SERVICE_HOST", "10.0.0.1")
                .environment("EFFE_PORT", "tcp://10.0.0.1:80")
                .environment("EFFE_MAX_CONTEXT", "5")
                .environment("PORT", "0")
                .start()) {
            effe.serving();

            assertThat(effe.output())
                    .containsOnlyOnce("WARN  Main - EFFE_")
                    .contains("EFFE_MAX_CONTEXT is no setting and is ignored: did you mean EFFE_MAX_CONTEXTS?\n");
        }
    }

    @Test
    void portInUseIsOneLineThatNamesTheWayOut() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();
            EffeProcess main = start("-port", "" + port);
            EffeProcess admin = start("--port", "0", "--admin-port", "" + port);

            assertThat(main.exitCode()).isEqualTo(1);
            assertThat(main.errors())
                    .isEqualTo("effe: Cannot listen on port " + port
                            + ": another program uses it; choose one with --port\n");
            assertThat(admin.exitCode()).isEqualTo(1);
            assertThat(admin.errors())
                    .endsWith("choose one with --admin-port\n")
                    .containsOnlyOnce("\n");
            assertThat(main.output() + admin.output()).doesNotContain("ERROR", "Serving");
        }
    }

    private EffeProcess start(String... arguments) {
        return EffeProcess.in(folder).start(arguments);
    }

    private static String done(EffeProcess process) {
        assertThat(process.exitCode()).as(process::toString).isZero();
        assertThat(process.errors()).isEmpty();
        return process.output();
    }

    private static String output(EffeProcess process) {
        assertThat(process.exitCode()).as(process::toString).isZero();
        return process.output();
    }

    private static Map<String, Object> json(String text) throws IOException {
        return new ObjectMapper().readValue(text, new TypeReference<>() {});
    }
}
