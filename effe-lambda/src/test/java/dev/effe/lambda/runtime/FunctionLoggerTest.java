package dev.effe.lambda.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.api.client.logging.JsonLogFormatter;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A handler's log in JSON, compared with what AWS's own formatter makes, and its level. */
class FunctionLoggerTest {

    private static final Map<String, String> JSON = Map.of("AWS_LAMBDA_LOG_FORMAT", "JSON");
    private static final String TIME = "\"timestamp\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"";

    private static List<String> printed(FunctionLogger logger, Consumer<LambdaLogger> saying) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, UTF_8));
        try {
            saying.accept(logger);
        } finally {
            System.setOut(before);
        }
        assertThat(out.toString(UTF_8))
                .satisfiesAnyOf(
                        text -> assertThat(text).isEmpty(),
                        text -> assertThat(text).endsWith("\n"));
        return out.toString(UTF_8).lines().toList();
    }

    private static Context call(String id, String tenant) {
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getAwsRequestId" -> id;
                    case "getTenantId" -> tenant;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void writesJsonAsAwsDoes() {
        JsonLogFormatter aws = new JsonLogFormatter();
        for (String message :
                new String[] {"plain", "", "\"two\"\nlines\t\\ <a href='x'> & \u2028", "Größe 日本 😀", "{\"a\":1}", null
                }) {
            for (LogLevel level : LogLevel.values()) {
                assertThat(printed(FunctionLogger.of("h", JSON), log -> log.log(message, level)))
                        .singleElement()
                        .satisfies(line -> assertThat(line).containsPattern(TIME))
                        .satisfies(line -> assertThat(line.replaceFirst(TIME, ""))
                                .isEqualTo(aws.format(message, level).strip().replaceFirst(TIME, "")));
            }
        }
    }

    @Test
    void aLineOfACallHasItsIdAndTenantOnItsOwnThreadsToo() throws Exception {
        FunctionLogger logger = FunctionLogger.of("h", JSON);
        logger.enter(call("id-1", "blue"));
        Thread[] own = new Thread[1];
        assertThat(printed(logger, log -> {
                    log.log("here");
                    own[0] = new Thread(() -> log.log("there"));
                    own[0].start();
                    join(own[0]);
                }))
                .allSatisfy(line -> assertThat(line)
                        .endsWith("\"level\":\"UNDEFINED\",\"AWSRequestId\":\"id-1\",\"tenantId\":\"blue\"}"))
                .hasSize(2);
        logger.exit();
        assertThat(printed(logger, log -> log.log("after")))
                .singleElement()
                .asString()
                .endsWith("\"message\":\"after\",\"level\":\"UNDEFINED\"}");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void bytesStayAsTheyAre() {
        assertThat(printed(FunctionLogger.of("h", JSON), log -> {
                    log.log("raw".getBytes(UTF_8));
                    log.log("{}\n".getBytes(UTF_8), LogLevel.ERROR);
                    log.log((byte[]) null);
                }))
                .containsExactly("raw", "{}", "null");
    }

    @Test
    void aLevelLeavesOutWhatIsBelowIt() {
        Map<String, String> warn = Map.of("AWS_LAMBDA_LOG_FORMAT", "json", "AWS_LAMBDA_LOG_LEVEL", "warn");
        assertThat(printed(FunctionLogger.of("h", warn), log -> {
                    for (LogLevel level : LogLevel.values()) {
                        log.log("x", level);
                        log.log(level.name().getBytes(UTF_8), level);
                    }
                }))
                .filteredOn(line -> !line.startsWith("{"))
                .containsExactly("UNDEFINED", "WARN", "ERROR", "FATAL");
    }

    @Test
    void aFailureIsALineWithTheHandlersFrames() {
        Exception failure = new IllegalStateException("broken", new RuntimeException("its cause"));
        assertThat(printed(
                        FunctionLogger.of("h", JSON),
                        log -> assertThat(((FunctionLogger) log).logs(failure)).isTrue()))
                .singleElement()
                .asString()
                .contains(
                        "\"message\":\"broken: java.lang.IllegalStateException\\njava.lang.IllegalStateException: broken")
                .contains("\\nCaused by: java.lang.RuntimeException: its cause")
                .contains("\"level\":\"ERROR\"");
        assertThat(FunctionLogger.of("h", Map.of()).logs(failure)).isFalse();
    }

    @Test
    void aFailureMayBeAnything() {
        RuntimeException cyclic = new RuntimeException("a") {
            @Override
            public StackTraceElement[] getStackTrace() {
                throw new IllegalStateException("no stack");
            }
        };
        Throwable deep = new RuntimeException("bottom");
        for (int i = 0; i < 10_000; i++) {
            deep = new RuntimeException("x".repeat(100), deep);
        }
        for (Throwable failure : List.of(cyclic, deep)) {
            assertThat(printed(FunctionLogger.of("h", JSON), log -> ((FunctionLogger) log).logs(failure)))
                    .singleElement()
                    .asString()
                    .hasSizeLessThan(1_000_000);
        }
    }

    @Test
    void aWrongValueNamesTheVariable() {
        for (String name : List.of("AWS_LAMBDA_LOG_FORMAT", "AWS_LAMBDA_LOG_LEVEL")) {
            assertThatThrownBy(() -> FunctionLogger.of("h", Map.of(name, "loud")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(name + " must be one of [")
                    .hasMessageEndingWith("], but was 'loud'");
        }
        assertThat(Stream.of("TEXT", "Text", ""))
                .allSatisfy(format -> assertThat(FunctionLogger.of("h", Map.of("AWS_LAMBDA_LOG_FORMAT", format)))
                        .isInstanceOf(TextLogger.class));
        assertThat(Arrays.asList(LogLevel.values()))
                .allSatisfy(level -> FunctionLogger.of("h", Map.of("AWS_LAMBDA_LOG_LEVEL", level.name())));
    }
}
