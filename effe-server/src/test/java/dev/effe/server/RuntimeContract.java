package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rules for programs of any language. Each of them has a handler that does as the event's {@code "do"} says: {@code
 * echo} answers the event, {@code fail} fails with the message "no luck", {@code exit} ends the process with status 3,
 * {@code hang} never answers, {@code big} answers a string of {@code "n"} letters, {@code pid} answers the number of the
 * process, {@code print} prints "printed" and answers, {@code env} answers its environment.
 */
abstract class RuntimeContract {

    @TempDir
    Path folder;

    /** Returns the reason why it cannot be tested here; "" if it can. */
    abstract String missing();

    /** Writes the handler, and returns the settings that name it. */
    abstract List<String> settings(Path folder) throws IOException;

    /** Writes a handler whose code is broken, and returns the settings that name it. */
    abstract List<String> brokenSettings(Path folder) throws IOException;

    /** A part of the error of {@link #brokenSettings}. */
    abstract String brokenError();

    /** A part of the error of a handler that fails. */
    abstract String failure();

    @BeforeEach
    void isHere() {
        assumeTrue(missing().isEmpty(), this::missing);
    }

    /** Returns true if a program can be executed here. */
    static boolean has(String program) {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    final RuntimeTester start(String... more) throws Exception {
        return RuntimeTester.start(settings(folder), more);
    }

    private static boolean isAlive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid.strip()))
                .map(ProcessHandle::isAlive)
                .orElse(false);
    }

    private static void awaitEnd(String pid) {
        await().atMost(EffeProcess.PATIENCE)
                .untilAsserted(
                        () -> assertThat(isAlive(pid)).as("process " + pid).isFalse());
    }

    private static void kill(String pid) {
        ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow().destroyForcibly();
        awaitEnd(pid);
    }

    @Test
    void answersAndIsReused() throws Exception {
        try (RuntimeTester effe = start()) {
            String event = "{\"do\":\"echo\",\"text\":\"\u00e4\u4e16\ud83d\ude00\"}";
            assertThat(effe.answer(event)).contains("\u00e4\u4e16\ud83d\ude00");
            assertThat(effe.answer("{\"do\":\"pid\"}")).isEqualTo(effe.answer("{\"do\":\"pid\"}"));
        }
    }

    @Test
    void failsWithItsErrorAndGoesOn() throws Exception {
        try (RuntimeTester effe = start()) {
            String pid = effe.answer("{\"do\":\"pid\"}");
            assertThat(effe.error("{\"do\":\"fail\"}")).contains("no luck").contains(failure());
            assertThat(effe.answer("{\"do\":\"pid\"}")).isEqualTo(pid);
        }
    }

    @Test
    void isReplacedAfterItsExit() throws Exception {
        try (RuntimeTester effe = start()) {
            String pid = effe.answer("{\"do\":\"pid\"}");
            assertThat(effe.error("{\"do\":\"exit\"}"))
                    .contains("\"Runtime.ExitError\"")
                    .containsPattern("RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3");
            assertThat(effe.answer("{\"do\":\"pid\"}")).isNotEqualTo(pid);
        }
    }

    @Test
    void isKilledWhenItsTimeIsOver() throws Exception {
        try (RuntimeTester effe = start("timeout", "4s", "max-contexts", "1")) {
            String pid = effe.answer("{\"do\":\"pid\"}");
            assertThat(effe.error("{\"do\":\"hang\"}"))
                    .contains("\"Sandbox.Timedout\"")
                    .contains("Task timed out after 4.00 seconds");
            awaitEnd(pid);
            await().atMost(EffeProcess.PATIENCE)
                    .until(() -> effe.invoke("{\"do\":\"pid\"}")
                            .headers()
                            .firstValue("X-Amz-Function-Error")
                            .isEmpty());
        }
    }

    @Test
    void isReplacedIfItIsKilledBetweenCalls() throws Exception {
        try (RuntimeTester effe = start("max-contexts", "1")) {
            for (int i = 0; i < 3; i++) {
                String pid = effe.answer("{\"do\":\"pid\"}");
                kill(pid);
                assertThat(effe.answer("{\"do\":\"pid\"}")).isNotEqualTo(pid);
            }
        }
    }

    @Test
    void tellsThatItWasKilledInACall() throws Exception {
        try (RuntimeTester effe = start()) {
            String pid = effe.answer("{\"do\":\"pid\"}");
            CompletableFuture<HttpResponse<String>> hanging = effe.invokeAsync("{\"do\":\"hang\"}");
            await().atMost(EffeProcess.PATIENCE).until(() -> Files.exists(folder.resolve("hanging")));
            kill(pid);
            assertThat(hanging.join().body())
                    .contains("\"Runtime.ExitError\"")
                    .contains("Runtime exited with error: signal: killed");
            assertThat(effe.answer("{\"do\":\"echo\"}")).contains("echo");
        }
    }

    @Test
    void answersSixMegabytesAndNotMore() throws Exception {
        try (RuntimeTester effe = start()) {
            int most = 6_291_556 - 2;
            assertThat(effe.answer("{\"do\":\"big\",\"n\":" + most + "}")).hasSize(most + 2);
            assertThat(effe.error("{\"do\":\"big\",\"n\":" + (most + 1) + "}"))
                    .contains("Function.ResponseSizeTooLarge")
                    .contains("(6291556 bytes)");
            assertThat(effe.answer("{\"do\":\"echo\"}")).contains("echo");
        }
    }

    @Test
    void runsCallsSideBySideInProcessesOfTheirOwn() throws Exception {
        try (RuntimeTester effe = start("max-contexts", "4", "min-contexts", "4", "drain-timeout", "1s")) {
            List<CompletableFuture<HttpResponse<String>>> hanging = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                hanging.add(effe.invokeAsync("{\"do\":\"hang\",\"i\":" + i + "}"));
            }
            await().atMost(EffeProcess.PATIENCE).until(() -> {
                Set<Boolean> there = new HashSet<>();
                for (int i = 0; i < 3; i++) {
                    there.add(Files.exists(folder.resolve("hanging" + i)));
                }
                return !there.contains(false);
            });
            assertThat(effe.answer("{\"do\":\"echo\"}")).contains("echo");
            assertThat(hanging).noneMatch(CompletableFuture::isDone);
        }
    }

    @Test
    void itsLinesAreTheCalls() throws Exception {
        try (RuntimeTester effe = start()) {
            HttpResponse<String> answer = effe.invoke("{\"do\":\"print\"}", "X-Amz-Log-Type", "Tail");
            String tail = answer.headers().firstValue("X-Amz-Log-Result").orElse("");
            assertThat(new String(Base64.getDecoder().decode(tail), StandardCharsets.UTF_8))
                    .contains("printed");
        }
    }

    @Test
    void seesAwssVariablesAndNothingOfTheServer() throws Exception {
        try (RuntimeTester effe = start()) {
            assertThat(effe.answer("{\"do\":\"env\"}"))
                    .contains("AWS_LAMBDA_RUNTIME_API")
                    .contains("AWS_LAMBDA_FUNCTION_NAME")
                    .contains("LAMBDA_TASK_ROOT")
                    .doesNotContain("EFFE_", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");
        }
    }

    @Test
    void endsTheStartIfItsCodeIsBroken() {
        assertThatThrownBy(() -> RuntimeTester.start(brokenSettings(folder)).close())
                .isInstanceOf(StartException.class)
                .hasMessageContaining(brokenError());
    }

    @Test
    void leavesNoProcessBehind() throws Exception {
        String pid;
        try (RuntimeTester effe = start()) {
            pid = effe.answer("{\"do\":\"pid\"}");
            assertThat(isAlive(pid)).isTrue();
        }
        assertThat(isAlive(pid)).isFalse();
    }
}
