package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Whispering;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debug lines of the calls that fail or are slow, and of no other, in the real process. */
class LogRingIT {

    @TempDir
    Path folder;

    private EffeProcess serving(String... settings) throws Exception {
        Path function = new FunctionJar().add(Whispering.class).folder(folder.resolve("function"));
        EffeProcess.Command command = EffeProcess.in(folder);
        for (int i = 0; i < settings.length; i += 2) {
            command.environment(settings[i], settings[i + 1]);
        }
        return command.start("--port", "0", "--function", function.toString()).ready();
    }

    private static String id(HttpResponse<?> answer) {
        return answer.headers().firstValue("X-Request-Id").orElseThrow();
    }

    @Test
    void aFailureHasItsDebugLines() throws Exception {
        try (EffeProcess effe = serving("EFFE_LOG_RING", "64k")) {
            assertThat(effe.get("/well").statusCode()).isEqualTo(200);
            HttpResponse<String> failed = effe.get("/fail");
            assertThat(failed.statusCode()).isEqualTo(500);
            effe.term().exitCode();

            String mark = " DEBUG [" + id(failed) + "] ";
            assertThat(effe.output())
                    .contains("] Whispering - /well is told\n", "] Whispering - /fail is told\n")
                    .contains(mark + "Whispering - /fail is whispered\n")
                    .contains(mark + "Whispering - /fail is whispered fluently\n")
                    .contains(mark + "whispering - /fail is whispered to Java\n")
                    .doesNotContain("/well is whispered", "is thought");
            assertThat(effe.output().lines().filter(line -> line.contains(" DEBUG ")))
                    .allMatch(line -> line.contains(mark));
        }
    }

    @Test
    void aSlowCallHasThemWhenItBecomesSlowAndAtItsEnd() throws Exception {
        try (EffeProcess effe = serving("EFFE_LOG_RING", "64k", "EFFE_SLOW", "1s")) {
            CompletableFuture<HttpResponse<String>> slow = effe.getAsync("/wait");
            await().until(() -> effe.output().contains("/wait is whispered\n"));
            assertThat(effe.output())
                    .containsPattern("WARN  \\[[^]]+] SlowCalls - GET /wait is slow, \\d+ ms after it came: \"")
                    .contains("at com.acme.Whispering.run(")
                    .doesNotContain("/wait goes on");
            effe.get("/release");
            assertThat(slow.join().statusCode()).isEqualTo(200);
            effe.term().exitCode();

            assertThat(effe.output())
                    .containsOnlyOnce("/wait is whispered\n")
                    .contains(" DEBUG [" + id(slow.join()) + "] Whispering - /wait goes on\n")
                    .doesNotContain("/release is whispered");
        }
    }

    @Test
    void nothingIsKeptUnlessAskedFor() throws Exception {
        try (EffeProcess effe = serving("EFFE_SLOW", "1m")) {
            assertThat(effe.get("/fail").statusCode()).isEqualTo(500);
            effe.term().exitCode();
            assertThat(effe.output()).contains("/fail is told").doesNotContain("DEBUG", "is slow");
        }
    }
}
