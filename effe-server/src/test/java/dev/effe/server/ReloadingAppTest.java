package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.kit.Soon;
import dev.effe.server.settings.UsageException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An effe.yaml that changes while a server serves its functions. */
class ReloadingAppTest {

    @TempDir
    Path folder;

    private ReloadTester tester;

    @BeforeEach
    void start() throws Exception {
        write(function("front", "routes: [\"GET /functions/{x}\", GET /front]", "calls: [other]"), function("other"));
        tester = new ReloadTester(folder, "--app", folder.resolve("effe.yaml").toString(), "--admin-port", "0");
    }

    @AfterEach
    void stop() {
        tester.close();
    }

    private void write(String... functions) throws Exception {
        Files.writeString(
                folder.resolve("effe.yaml"), "effe: 1\nname: shop\nfunctions:\n" + String.join("", functions));
    }

    private static String function(String name, String... keys) {
        StringBuilder text = new StringBuilder("  " + name + ":\n    code: nowhere\n");
        for (String key : keys) {
            text.append("    ").append(key).append('\n');
        }
        return text.toString();
    }

    private Reload reload(int front, int other) throws Exception {
        return tester.reload(Map.of("front", tester.code(front), "other", tester.code(other)));
    }

    @Test
    void onlyTheFunctionWhoseCodeChangedIsReplacedAndOthersCallTheNewOne() throws Exception {
        assertThat(reload(1, 2).added()).containsExactly("front", "other");
        assertThat(tester.get("/functions/other")).isEqualTo("v00001 v00002 v00002");
        assertThat(reload(1, 3)).isEqualTo(new Reload(List.of("front"), List.of("other"), List.of(), List.of()));
        assertThat(tester.get("/functions/other")).isEqualTo("v00001 v00003 v00003");
        assertThat(reload(4, 3).replaced()).containsExactly("front");
        assertThat(tester.get("/functions/other")).isEqualTo("v00004 v00003 v00003");
        tester.awaitLoaders(2);
    }

    @Test
    void aCallOverTheReplacementOfItsCalleeIsAnswered() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch begun = tester.hold("run", 2, goOn);
        reload(1, 2);
        CompletableFuture<HttpResponse<String>> answer = tester.getAsync("/functions/other");
        begun.await();
        reload(3, 4);
        assertThat(tester.get("/functions/other")).isEqualTo("v00003 v00004 v00004");
        goOn.countDown();
        assertThat(answer.join().body()).isEqualTo("v00001 v00002 v00002");
    }

    @Test
    void whatACallerThatRunsStillCallsIsThereUntilItEnds() throws Exception {
        write(function("front", "routes: [\"GET /{x}\"]", "calls: [other]"), function("other"));
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch begun = tester.hold("nested", 1, goOn);
        tester.record(2, "close");
        reload(1, 2);
        CompletableFuture<HttpResponse<String>> running = tester.getAsync("/nested");
        begun.await();
        write(function("front", "routes: [\"GET /{x}\"]"));
        Reload gone = reload(1, 2);
        assertThat(gone).isEqualTo(new Reload(List.of(), List.of("front"), List.of(), List.of("other")));
        assertThat(tester.calls).isEmpty();
        goOn.countDown();
        assertThat(running.join().body()).isEqualTo("v00001 v00001");
        Soon.await().untilAsserted(() -> assertThat(tester.calls).containsExactly("close 2"));
    }

    @Test
    void aFunctionComesAndGoes() throws Exception {
        reload(1, 2);
        assertThat(tester.getAsync("/other").join().statusCode()).isEqualTo(404);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch begun = tester.hold("other", 3, goOn);
        write(function("front", "routes: [GET /front]"), function("other", "routes: [GET /other]"));
        reload(1, 3);
        CompletableFuture<HttpResponse<String>> running = tester.getAsync("/other");
        begun.await();
        write(function("front", "routes: [GET /front]"));
        assertThat(reload(1, 3).removed()).containsExactly("other");
        assertThat(tester.getAsync("/other").join().statusCode()).isEqualTo(404);
        assertThat(tester.get("/front")).isEqualTo("v00001 v00001");
        goOn.countDown();
        assertThat(running.join().body()).isEqualTo("v00003 v00003");
        tester.awaitLoaders(1);

        write(function("renamed", "routes: [GET /front]"));
        Reload renamed = tester.reload(Map.of("renamed", tester.code(1)));
        assertThat(renamed).isEqualTo(new Reload(List.of(), List.of(), List.of("renamed"), List.of("front")));
        assertThat(tester.get("/front")).isEqualTo("v00001 v00001");
        assertThat(tester.admin("/info").body()).contains("renamed").doesNotContain("\"other\"");
        assertThat(tester.admin("/metrics").body())
                .contains("effe_contexts_started_total{function=\"front\"}")
                .contains("effe_contexts_started_total{function=\"other\"} 2.0")
                .contains("effe_contexts_started_total{function=\"renamed\"} 1.0");
    }

    @Test
    void aRouteThatChangesReplacesNoFunction() throws Exception {
        reload(1, 2);
        write(function("front", "routes: [GET /elsewhere]", "calls: [other]"), function("other"));
        assertThat(reload(1, 2)).isEqualTo(new Reload(List.of("front", "other"), List.of(), List.of(), List.of()));
        assertThat(tester.getAsync("/front").join().statusCode()).isEqualTo(404);
        assertThat(tester.get("/elsewhere")).isEqualTo("v00001 v00001");
    }

    @Test
    void aFaultyFileLeavesAllAsItWas() throws Exception {
        reload(1, 2);
        write(function("front", "route: GET /front", "calls: [nobody]"));
        assertThatThrownBy(() -> reload(3, 4))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("effe.yaml:6:5")
                .hasMessageContaining("nobody");
        assertThat(tester.get("/functions/other")).isEqualTo("v00001 v00002 v00002");
        tester.awaitLoaders(2);
    }

    @Test
    void aFunctionThatFailsKeepsTheOthersFromBeingReplaced() throws Exception {
        reload(1, 2);
        tester.record(3, "init", "close");
        tester.on("init", 4, () -> {
            throw new IllegalStateException("meant by the test");
        });
        assertThatThrownBy(() -> reload(3, 4))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("other: The init of com.acme.Versioned in classes-4 failed");
        assertThat(tester.calls).containsExactly("init 3", "close 3");
        assertThat(tester.get("/functions/other")).isEqualTo("v00001 v00002 v00002");
        tester.awaitLoaders(2);
    }

    @Test
    void settingsOfTheProcessCountFromTheNextStart() throws Exception {
        reload(1, 2);
        Files.writeString(
                folder.resolve("effe.yaml"),
                "\nsettings: {drain-delay: 1s}\n",
                java.nio.file.StandardOpenOption.APPEND);
        assertThat(reload(1, 2).kept()).containsExactly("front", "other");
        assertThat(reload(1, 2).kept()).containsExactly("front", "other");
        assertThat(tester.warnings())
                .containsOnlyOnce("Settings of the process have changed, such as port or workers: they count from the"
                        + " next start");
    }
}
