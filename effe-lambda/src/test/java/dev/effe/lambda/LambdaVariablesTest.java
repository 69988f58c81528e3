package dev.effe.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.spi.HandlerSpec;
import dev.effe.spi.HttpEvents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The environment of a handler. */
final class LambdaVariablesTest {

    @TempDir
    Path folder;

    private Map<String, String> missing(String handler, Map<String, String> present) {
        return missing(handler, null, present);
    }

    private Map<String, String> missing(String handler, @Nullable String functionName, Map<String, String> present) {
        return LambdaVariables.missing(spec(handler, functionName, 1, false), present);
    }

    private HandlerSpec spec(String handler, @Nullable String functionName, int maxContexts, boolean shares) {
        return new HandlerSpec(
                handler,
                Optional.ofNullable(functionName),
                folder,
                maxContexts,
                shares,
                new HttpEvents(HttpEvents.Shape.V2, false),
                true,
                getClass().getClassLoader());
    }

    @Test
    void namesTheFunctionAndItsPlace() {
        Map<String, String> given = missing("com.acme.Outer$Handler::handle", Map.of());

        assertThat(given)
                .containsEntry("_HANDLER", "com.acme.Outer$Handler::handle")
                .containsEntry("AWS_LAMBDA_FUNCTION_NAME", "Outer-Handler")
                .containsEntry("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
                .containsEntry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/Outer-Handler")
                .containsEntry("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand")
                .containsEntry(
                        "AWS_EXECUTION_ENV",
                        "AWS_Lambda_java" + Runtime.version().feature())
                .containsEntry("AWS_REGION", "us-east-1")
                .containsEntry("AWS_DEFAULT_REGION", "us-east-1")
                .containsEntry("LAMBDA_TASK_ROOT", folder.toString())
                .containsEntry("TZ", ":UTC")
                .containsEntry("LANG", "en_US.UTF-8")
                .containsEntry("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:2000")
                .containsEntry("_AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1")
                .containsEntry("_AWS_XRAY_DAEMON_PORT", "2000")
                .containsEntry("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR")
                .containsKey("LAMBDA_RUNTIME_DIR");
        assertThat(Integer.parseInt(given.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")))
                .isPositive();
        String day = LocalDate.now(ZoneOffset.UTC).toString().substring(0, 7).replace('-', '/');
        assertThat(given.get("AWS_LAMBDA_LOG_STREAM_NAME"))
                .startsWith(day)
                .matches("\\d{4}/\\d\\d/\\d\\d/\\[\\$LATEST\\][0-9a-f]{32}");
    }

    @Test
    void leavesWhatTheProcessHas() {
        Map<String, String> present = Map.of(
                "AWS_LAMBDA_FUNCTION_NAME", "mine",
                "AWS_DEFAULT_REGION", "eu-west-3",
                "TZ", "Europe/Berlin",
                "_AWS_XRAY_DAEMON_ADDRESS", "10.0.0.1");

        assertThat(missing("a.B", present))
                .doesNotContainKeys(present.keySet().toArray(String[]::new))
                .containsEntry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/mine")
                .containsEntry("AWS_REGION", "eu-west-3")
                .containsEntry("AWS_XRAY_DAEMON_ADDRESS", "10.0.0.1:2000");
    }

    /** A flag counts more than the environment, so the environment has to follow it. */
    @Test
    void aNameThatWasSaidIsTheVariable() {
        Map<String, String> present = Map.of("AWS_LAMBDA_FUNCTION_NAME", "mine");

        assertThat(missing("a.B", "said", present))
                .containsEntry("AWS_LAMBDA_FUNCTION_NAME", "said")
                .containsEntry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/said");
        assertThat(missing("a.B", "mine", present))
                .doesNotContainKey("AWS_LAMBDA_FUNCTION_NAME")
                .containsEntry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/mine");
    }

    @Test
    void saysTheConcurrencyOnlyOfASharedInstance() {
        String name = "AWS_LAMBDA_MAX_CONCURRENCY";
        assertThat(missing("a.B", Map.of())).doesNotContainKey(name);
        assertThat(LambdaVariables.missing(spec("a.B", null, 7, true), Map.of()))
                .containsEntry(name, "7");
    }

    @Test
    void inventsNoCredentialsAndNoRegionBesideAProfile() {
        assertThat(missing("a.B", Map.of("AWS_PROFILE", "p")))
                .doesNotContainKeys(
                        "AWS_REGION",
                        "AWS_DEFAULT_REGION",
                        "AWS_ACCESS_KEY_ID",
                        "AWS_SECRET_ACCESS_KEY",
                        "AWS_SESSION_TOKEN",
                        "AWS_LAMBDA_RUNTIME_API");
    }

    @Test
    void thoseThatDifferFromHandlerToHandlerAreNoneOfAProcessWithSeveral() {
        Map<String, String> shared = LambdaVariables.withoutOwn(missing("a.B", Map.of()));

        assertThat(shared)
                .containsKeys("AWS_REGION", "AWS_EXECUTION_ENV", "TZ", "AWS_LAMBDA_FUNCTION_VERSION")
                .doesNotContainKeys(
                        "_HANDLER",
                        "AWS_LAMBDA_FUNCTION_NAME",
                        "AWS_LAMBDA_LOG_GROUP_NAME",
                        "AWS_LAMBDA_LOG_STREAM_NAME",
                        "LAMBDA_TASK_ROOT");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "its JDK keeps the environment in another way")
    void addsToWhatThisProcessReads() throws Exception {
        String name = "LAMBDA_TEST_" + System.nanoTime();
        assertThat(System.getenv(name)).isNull();

        ProcessVariables.add(Map.of(name, "é=1"));

        assertThat(System.getenv(name)).isEqualTo("é=1");
        assertThat(System.getenv()).containsEntry(name, "é=1");
        assertThat(new ProcessBuilder("true").environment()).containsEntry(name, "é=1");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "its JDK keeps the environment in another way")
    void handlersReadThem() throws Exception {
        try (EffeLambda effe =
                EffeLambda.of(TaskRoot.in(folder), "com.acme.Variables").init()) {
            for (String name : new String[] {"AWS_REGION", "LAMBDA_TASK_ROOT", "AWS_LAMBDA_FUNCTION_NAME"}) {
                byte[] told = effe.call(FakeInvoke.of("\"" + name + "\"")).body();
                assertThat(new String(told, StandardCharsets.UTF_8))
                        .isEqualTo("\"" + System.getenv(name) + "\"")
                        .isNotEqualTo("\"null\"");
            }
        }
    }
}
