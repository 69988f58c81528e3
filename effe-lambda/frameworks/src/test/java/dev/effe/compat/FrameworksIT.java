package dev.effe.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions with frameworks of which Effe knows nothing, packed as for AWS Lambda, in the real process. */
class FrameworksIT {

    private static final Path FUNCTIONS = Path.of(System.getProperty("functions"));
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** The event of an HTTP API or a Function URL. */
    private static final String EVENT = """
            {"version": "2.0", "routeKey": "$default", "rawPath": "/", "rawQueryString": "name=Bob",
             "headers": {"host": "localhost"}, "queryStringParameters": {"name": "Bob"},
             "requestContext": {"accountId": "1", "apiId": "a", "domainName": "a.example", "domainPrefix": "a",
               "http": {"method": "GET", "path": "/", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "a"},
               "requestId": "r", "routeKey": "$default", "stage": "$default",
               "time": "01/Jan/2026:00:00:00 +0000", "timeEpoch": 1767225600000},
             "isBase64Encoded": false}""";

    @TempDir
    Path folder;

    private static String send(EffeServer effe, String target, String method, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(effe.endpoint() + target))
                .timeout(PATIENCE)
                .method(method, BodyPublishers.ofString(body))
                .header("Content-Type", "text/plain")
                .build();
        HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String invoke(EffeServer effe, String payload) throws Exception {
        return send(effe, "/2015-03-31/functions/commands/invocations", "POST", payload);
    }

    private EffeServer start(String function, Map<String, String> environment, String... kind) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("--function", FUNCTIONS.resolve(function).toString()));
        arguments.addAll(List.of(kind));
        return EffeServer.start(folder, environment, arguments);
    }

    /** Serves an HTTP request and an event of the same shape, and ends. */
    private void servesEvents(EffeServer started, String... lines) throws Exception {
        try (EffeServer effe = started) {
            assertThat(send(effe, "/?name=Ada", "GET", "")).isEqualTo("Hello Ada");
            assertThat(invoke(effe, EVENT)).contains("\"statusCode\":200", "Hello Bob");
            logsAndEnds(effe, lines);
        }
    }

    /** Its lines are there in its own layout, one for Ada and one for Bob; nothing is missing when it ends. */
    private static void logsAndEnds(EffeServer effe, String... lines) throws Exception {
        for (String line : lines) {
            for (String name : List.of("Ada", "Bob")) {
                Pattern pattern = Pattern.compile(line.replace("NAME", name), Pattern.MULTILINE);
                Awaitility.await()
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(effe.output()).containsPattern(pattern));
            }
        }
        assertThat(effe.terminate()).isZero();
        assertThat(effe.output())
                .doesNotContain("NoClassDefFoundError", "ClassNotFoundException", "SLF4J:", "SLF4J(W)", "SLF4J(E)");
    }

    private static final String SPRING_LINE = "^\\S+ +INFO \\d+ --- \\[.*com\\.example\\.Greeter +: Greeting NAME$";

    @Test
    void springBootInALogic() throws Exception {
        try (EffeServer effe = start("spring-boot/target/function", Map.of())) {
            assertThat(send(effe, "/?name=Ada", "GET", "")).isEqualTo("Hello Ada");
            assertThat(invoke(effe, "\"Bob\"")).isEqualTo("Hello \"Bob\"");
            logsAndEnds(effe, SPRING_LINE.replace("NAME", "\"?NAME\"?"));
        }
    }

    @Test
    void springBootInAHandler() throws Exception {
        servesEvents(
                start("spring-boot/target/spring-boot-1.0.jar", Map.of(), "--handler", "com.example.GreetingHandler"),
                SPRING_LINE,
                SPRING_LINE.replace("NAME", "NAME by Log4j"),
                SPRING_LINE.replace("NAME", "NAME by Commons Logging"),
                SPRING_LINE.replace("NAME", "NAME by the JDK"));
    }

    @Test
    void springCloudFunction() throws Exception {
        try (EffeServer effe = start(
                "spring-function/target/spring-function-1.0.jar",
                Map.of("MAIN_CLASS", "com.example.App"),
                "--handler",
                "org.springframework.cloud.function.adapter.aws.FunctionInvoker")) {
            assertThat(send(effe, "/", "POST", "Ada")).isEqualTo("\"Hello Ada\"");
            assertThat(invoke(effe, "\"Bob\"")).isEqualTo("\"Hello Bob\"");
            logsAndEnds(effe, SPRING_LINE);
        }
    }

    @Test
    void springBootByServerlessJavaContainer() throws Exception {
        servesEvents(
                start(
                        "spring-container/target/spring-container-1.0.jar",
                        Map.of(),
                        "--handler",
                        "com.example.StreamLambdaHandler"),
                SPRING_LINE);
    }

    @Test
    void micronaut() throws Exception {
        servesEvents(
                start(
                        "micronaut/target/micronaut-1.0.jar",
                        Map.of(),
                        "--handler",
                        "io.micronaut.function.aws.proxy.payload2.APIGatewayV2HTTPEventFunction"),
                "^own layout INFO  Greeter - Greeting NAME$");
    }

    @Test
    void quarkus() throws Exception {
        servesEvents(
                start(
                        "quarkus/target/function.zip",
                        Map.of(),
                        "--handler",
                        "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest"),
                "^own layout INFO  Greeter - Greeting NAME$");
    }

    @Test
    void powertools() throws Exception {
        servesEvents(
                start(
                        "powertools/target/powertools-1.0.jar",
                        Map.of("POWERTOOLS_SERVICE_NAME", "greeter"),
                        "--handler",
                        "com.example.GreetingHandler"),
                "^\\{\"level\":\"INFO\",\"message\":\"Greeting NAME\",.*\"function_name\":\"commands\"",
                "^\\{\"_aws\":.*\"greetings\":1");
    }

    @Test
    void kotlin() throws Exception {
        servesEvents(
                start("kotlin/target/kotlin-1.0.jar", Map.of(), "--handler", "com.example.GreetingHandler"),
                "^own layout INFO  GreetingHandler - Greeting NAME$");
    }
}
