package dev.effe.host.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.host.TestZips;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.FunctionVersion;
import dev.effe.server.json.Json;
import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.kit.RawClient;
import dev.effe.server.memory.MemoryBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API over real connections and real files. */
class ApiRouteTest {

    private static final String FUNCTIONS = "/2015-03-31/functions";
    private static final String ECHO = FUNCTIONS + "/echo";
    private static final byte[] ZIP = TestZips.of("a/B.class", "x");
    private static final String LOCAL = "Host: 127.0.0.1:7070";

    @TempDir
    Path folder;

    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ApiServer(folder.resolve("data"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private HttpAnswer create(String name) throws IOException {
        HttpAnswer answer = server.send("POST", FUNCTIONS, ApiServer.create(name, ZIP));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer;
    }

    private static Map<?, ?> json(HttpAnswer answer) {
        return (Map<?, ?>) Json.read(answer.body());
    }

    private static void assertError(HttpAnswer answer, int status, String type) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("x-amzn-errortype")).isEqualTo(type);
    }

    private List<String> filesOnDisk() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("data"))) {
            return all.filter(Files::isRegularFile)
                    .map(path -> path.getFileName().toString())
                    .toList();
        }
    }

    @Test
    void createsGetsListsAndDeletes() throws Exception {
        HttpAnswer created = create("echo");

        assertThat(json(created).get("State")).isEqualTo("Active");
        assertThat(created.header("content-type")).isEqualTo("application/json");
        assertThat(created.header("x-amzn-requestid")).hasSize(36);
        assertThat(json(server.get(FUNCTIONS + "/")).get("Functions").toString())
                .contains("FunctionName=echo");
        assertThat(server.send("DELETE", ECHO, "").status()).isEqualTo(204);
        HttpAnswer gone = server.get(ECHO);
        assertError(gone, 404, "ResourceNotFoundException");
        assertThat(gone.text())
                .isEqualTo("{\"Type\":\"User\",\"Message\":\"Function not found:"
                        + " arn:aws:lambda:us-east-1:000000000000:function:echo\"}");
    }

    @Test
    void keepsAllOverARestart() throws Exception {
        create("echo");
        server.send("PUT", ECHO + "/configuration", "{\"Environment\":{\"Variables\":{\"AB\":\"c\"}}}");
        server.send("POST", ECHO + "/versions", "{\"Description\":\"first\"}");
        server.send("POST", ECHO + "/aliases", "{\"Name\":\"prod\",\"FunctionVersion\":\"1\"}");
        server.send("PUT", "/2017-10-31/functions/echo/concurrency", "{\"ReservedConcurrentExecutions\":5}");
        server.send(
                "POST",
                ECHO + "/policy",
                "{\"StatementId\":\"s\",\"Action\":\"lambda:InvokeFunction\",\"Principal\":\"*\"}");
        server.send(
                "POST",
                "/2017-03-31/tags/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Aecho",
                "{\"Tags\":{\"a\":\"b\"}}");
        FunctionState before = server.data.functions().get("echo");

        stop();
        start();

        assertThat(server.data.functions().get("echo")).isEqualTo(before);
        assertThat(before.tags()).containsEntry("a", "b");
        assertThat(before.policy()).hasSize(1);
        assertThat(before.reserved()).hasValue(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/echo:1",
                "/echo%3A1",
                "/function:echo:1",
                "/000000000000:function:echo:1",
                "/000000000000%3Aecho%3A1",
                "/arn:aws:lambda:us-east-1:000000000000:function:echo:1",
                "/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Aecho%3A1",
                "/arn%3aaws%3alambda%3aus-east-1%3a000000000000%3afunction%3aecho%3a1/",
                "/echo?Qualifier=1",
                "/echo:1?Qualifier=1",
                "/%65cho?Qualifier=%31"
            })
    void knowsAFunctionByAllItsNames(String name) throws Exception {
        create("echo");
        server.send("POST", ECHO + "/versions", "");

        HttpAnswer answer = server.get(FUNCTIONS + name);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(((Map<?, ?>) json(answer).get("Configuration")).get("FunctionArn"))
                .isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:echo:1");
    }

    @ParameterizedTest
    @CsvSource({
        "%2e,404",
        "%2e%2e,404",
        "%2e%2e%2f%2e%2e,400",
        "a%00,400",
        "%ff,400",
        "a%252e,400",
        "..%5cx,400",
        "a%2Fb,400"
    })
    void namesNeverLeadToAFile(String name, int status) throws Exception {
        HttpAnswer answer = server.get(FUNCTIONS + "/" + name);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        for (String created : List.of(".", "..", "../x", "a/b", "x".repeat(65), "a\\u0000")) {
            assertError(server.send("POST", FUNCTIONS, ApiServer.create(created, ZIP)), 400, "ValidationException");
        }
        assertThat(filesOnDisk()).containsExactlyInAnyOrder("host.json", "lock");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "\"x\"",
                "1",
                "null",
                "{",
                "{}{}",
                "{\"Timeout\":1,\"Timeout\":2}",
                "{\"Timeout\":\"5\"}",
                "{\"Timeout\":5.5}",
                "{\"Description\":5}",
                "{\"Description\":{}}",
                "{\"Description\":[]}",
                "{\"Environment\":[]}",
                "{\"Environment\":\"x\"}",
                "{\"Environment\":{\"Variables\":{\"AB\":1}}}",
                "{\"Environment\":{\"Variables\":{\"AB\":{}}}}",
                "{\"Layers\":{}}",
                "{'Timeout':5}",
                "{\"Timeout\":NaN}"
            })
    void refusesBodiesThatAreNoSuchObject(String body) throws Exception {
        create("echo");

        assertError(server.send("PUT", ECHO + "/configuration", body), 400, "SerializationException");
        assertThat(server.data.functions().get("echo").latest().config().timeoutSeconds())
                .isEqualTo(3);
    }

    @Test
    void refusesWhatIsNestedTooDeep() throws Exception {
        create("echo");
        String deep = "{\"a\":".repeat(31) + "{}" + "}".repeat(31);

        assertThat(server.send("PUT", ECHO + "/configuration", deep).status()).isEqualTo(200);
        assertError(server.send("PUT", ECHO + "/configuration", "{\"a\":" + deep + "}"), 400, "SerializationException");
        assertError(server.send("PUT", ECHO + "/configuration", "[".repeat(100_000)), 400, "SerializationException");
    }

    @Test
    void takesBodiesWhateverTheirType() throws Exception {
        create("echo");

        HttpAnswer answer = server.raw(
                "PUT",
                ECHO + "/configuration",
                "{\"Timeout\":9,\"Unknown\":[1,{\"a\":null}]}".getBytes(StandardCharsets.UTF_8),
                LOCAL,
                ApiServer.SIGNED,
                "Content-Type: application/x-www-form-urlencoded");

        assertThat(json(answer).get("Timeout")).isEqualTo(9);
    }

    @Test
    void refusesZipsAndLeavesNothing() throws Exception {
        HttpAnswer climbing = server.send("POST", FUNCTIONS, ApiServer.create("echo", TestZips.of("../x", "x")));
        assertError(climbing, 400, "InvalidParameterValueException");
        assertThat(climbing.text())
                .contains("Could not unzip uploaded file. Please check your file, then try to upload");
        assertError(
                server.send("POST", FUNCTIONS, ApiServer.create("echo", new byte[] {1})),
                400,
                "InvalidParameterValueException");
        assertError(
                server.send("POST", FUNCTIONS, ApiServer.create("echo", ZIP).replace("UEsD", "*&^%")),
                400,
                "SerializationException");

        assertThat(filesOnDisk()).containsExactlyInAnyOrder("host.json", "lock");
    }

    @Test
    void refusesMoreThanTheLargestRequest() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST " + FUNCTIONS + " HTTP/1.1\r\n" + LOCAL + "\r\n" + ApiServer.SIGNED
                    + "\r\nContent-Length: 70167212\r\n\r\n");
            HttpAnswer answer = client.read();

            assertError(answer, 413, "RequestEntityTooLargeException");
            assertThat(answer.text())
                    .contains("Request must be smaller than 70167211 bytes for the CreateFunction operation");
        }
        HttpAnswer other = server.send("PUT", ECHO + "/configuration", "{\"a\":\"" + "x".repeat(6_291_456) + "\"}");
        assertError(other, 413, "RequestEntityTooLargeException");
        assertThat(other.text())
                .contains("Request must be smaller than 6291456 bytes for the UpdateFunctionConfiguration operation");
    }

    @Test
    void takesCodeThatTheMemoryHasNoRoomFor() throws Exception {
        MemoryBudget memory =
                new MemoryBudget(12 << 20, 1, Duration.ofSeconds(30).toNanos());
        byte[] code = new byte[20 << 20];
        new Random(1).nextBytes(code);
        Path own = folder.resolve("small");
        try (ApiServer small = new ApiServer(own, memory, null)) {
            HttpAnswer answer =
                    small.send("POST", FUNCTIONS, ApiServer.create("echo", TestZips.of(Map.of("a/B.class", code))));

            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
            assertThat(own.resolve("uploads")).isEmptyDirectory();
            HttpAnswer other = small.send("POST", ECHO + "/invocations", "x".repeat(6_291_457));
            assertThat(other.text()).isEqualTo("invoked");
            assertError(
                    small.send("PUT", ECHO + "/configuration", "x".repeat(6_291_457)),
                    413,
                    "RequestEntityTooLargeException");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example",
                "Host: 127.0.0.1.evil.example",
                "Host: localhost.evil.example:7070",
                "Host: evil.example:7070"
            })
    void refusesNamesThatStrangersOwn(String host) throws Exception {
        byte[] body = ApiServer.create("echo", ZIP).getBytes(StandardCharsets.UTF_8);

        assertError(server.raw("POST", FUNCTIONS, body, host, ApiServer.SIGNED), 403, "AccessDeniedException");
        assertThat(filesOnDisk()).containsExactlyInAnyOrder("host.json", "lock");
    }

    @Test
    void refusesWhatAPageCanSend() throws Exception {
        byte[] body = ApiServer.create("echo", ZIP).getBytes(StandardCharsets.UTF_8);

        HttpAnswer simple =
                server.raw("POST", FUNCTIONS, body, LOCAL, "Content-Type: text/plain", "Origin: https://evil.example");
        assertError(simple, 403, "MissingAuthenticationTokenException");
        assertThat(simple.text()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
        assertError(
                server.raw("POST", FUNCTIONS, body, LOCAL, "Authorization: Bearer x"),
                403,
                "MissingAuthenticationTokenException");
        HttpAnswer preflight = server.raw(
                "OPTIONS",
                FUNCTIONS,
                new byte[0],
                LOCAL,
                "Origin: https://evil.example",
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: authorization");
        assertError(preflight, 403, "AccessDeniedException");
        assertThat(preflight.headers()).doesNotContainKey("access-control-allow-origin");
        assertThat(filesOnDisk()).containsExactlyInAnyOrder("host.json", "lock");

        assertThat(server.raw("POST", FUNCTIONS, body, "Host: localhost:7070", ApiServer.SIGNED)
                        .status())
                .isEqualTo(201);
        assertThat(server.raw("GET", ECHO, new byte[0], "Host: [::1]:7070", ApiServer.SIGNED)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/",
        "POST,/2018-10-31/layers/x/versions",
        "GET,/2025-11-30/capacity-providers",
        "PATCH,/2015-03-31/functions/echo",
        "GET,/2015-03-31/functions/echo/versions/1",
        "GET,/2015-03-31/functions//configuration",
        "POST,/2015-03-31//functions",
        "GET,/_effe/other"
    })
    void namesOperationsThatItDoesNotHave(String method, String path) throws Exception {
        HttpAnswer answer = server.send(method, path, "");

        assertError(answer, 404, "UnknownOperationException");
        assertThat(answer.text()).contains("This host serves no such operation: " + method + " " + path);
    }

    @Test
    void sendsInvocationsToTheirRoute() throws Exception {
        for (String path : List.of(
                "/2015-03-31/functions/echo/invocations",
                "/2014-11-13/functions/echo/invoke-async/",
                "/2021-11-15/functions/echo/response-streaming-invocations?Qualifier=1")) {
            assertThat(server.raw("POST", path, new byte[0], "Host: a").text()).isEqualTo("invoked");
        }
        assertThat(server.invoked).hasSize(3);
    }

    @Test
    void answersProbesToAnybody() throws Exception {
        assertThat(server.raw("GET", "/_effe/livez", new byte[0], "Host: a").status())
                .isEqualTo(200);
        assertThat(server.raw("GET", "/_effe/readyz", new byte[0], "Host: a").status())
                .isEqualTo(200);
        server.ready = false;
        assertThat(server.raw("GET", "/_effe/livez", new byte[0], "Host: a").status())
                .isEqualTo(200);
        assertThat(server.raw("GET", "/_effe/readyz", new byte[0], "Host: a").status())
                .isEqualTo(503);
    }

    @Test
    void linksToCodeThatAnybodyMayFollowForTenMinutes() throws Exception {
        create("echo");
        String location =
                ((Map<?, ?>) json(server.get(ECHO)).get("Code")).get("Location").toString();
        assertThat(location).startsWith("http://127.0.0.1:7070/_effe/code/");
        String target = location.substring("http://127.0.0.1:7070".length());

        HttpAnswer whole = server.raw("GET", target, new byte[0], LOCAL);
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(ZIP);

        String other = target.replaceFirst("code/.", "code/" + (target.charAt(12) == '0' ? '1' : '0'));
        for (String forged : List.of(
                other,
                target.replace("expires=1", "expires=2"),
                target + "0",
                target.substring(0, target.indexOf('?')),
                target.replaceFirst("signature=.*", "signature="))) {
            assertError(server.raw("GET", forged, new byte[0], LOCAL), 403, "AccessDeniedException");
        }
        server.now = server.now.plus(Duration.ofMinutes(10).plusSeconds(1));
        assertError(server.raw("GET", target, new byte[0], LOCAL), 403, "AccessDeniedException");
    }

    @Test
    void hasPagesOfItsOwn() throws Exception {
        create("echo");
        server.send("POST", ECHO + "/versions", "");
        server.send("POST", ECHO + "/aliases", "{\"Name\":\"prod\",\"FunctionVersion\":\"1\"}");
        server.send("PUT", ECHO + "/aliases/prod", "{\"FunctionVersion\":\"$LATEST\"}");

        assertThat(json(server.get("/_effe/functions/echo/prod/files")).toString())
                .startsWith("{Version=$LATEST, Files=[{Path=a/B.class, Size=1, Sha256=2d711642");
        assertThat(json(server.get("/_effe/functions/echo/%24LATEST/files")).get("Version"))
                .isEqualTo("$LATEST");
        assertError(server.get("/_effe/functions/echo/7/files"), 404, "ResourceNotFoundException");
        assertThat(json(server.get("/_effe/functions/echo/aliases/prod/history"))
                        .get("History")
                        .toString())
                .contains("FunctionVersion=1", "By=AKID");
        assertThat(json(server.get("/_effe/functions")).get("Instances").toString())
                .contains("Function=echo");
        assertThat(server.send("POST", "/_effe/functions/echo/prod/start", "").text())
                .isEqualTo("{\"startedInMs\":7}");
        server.started = new Running.Started(0, "Class not found: a.B");
        HttpAnswer failed = server.send("POST", "/_effe/functions/echo/1/start", "");
        assertError(failed, 409, "ResourceConflictException");
        assertThat(failed.text()).contains("Class not found: a.B");
        assertError(server.send("POST", "/_effe/functions/none/1/start", ""), 404, "ResourceNotFoundException");
        assertError(
                server.raw("POST", "/_effe/functions/echo/1/start", new byte[0], LOCAL),
                403,
                "MissingAuthenticationTokenException");
    }

    @Test
    void publishesNeverAMixtureOfTwoUpdates() throws Exception {
        create("echo");
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int number = 10 + i;
            writers.add(() -> server.send(
                            "PUT",
                            ECHO + "/configuration",
                            "{\"Timeout\":" + number + ",\"Description\":\"d" + number + "\"}")
                    .status());
            writers.add(() -> server.send("POST", ECHO + "/versions", "").status());
        }

        assertThat(statuses(writers)).containsOnly(200, 201);

        FunctionState state = server.data.functions().get("echo");
        assertThat(state.versions()).hasSize(state.lastVersion());
        assertThat(state.versions().values())
                .filteredOn(version -> version.config().timeoutSeconds() != 3)
                .allSatisfy(version -> assertThat(version.description())
                        .isEqualTo("d" + version.config().timeoutSeconds()));
    }

    @Test
    void oneOfManyWritersOfARevisionWins() throws Exception {
        String revision = json(create("echo")).get("RevisionId").toString();
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            int number = 10 + i;
            writers.add(() -> server.send(
                            "PUT",
                            ECHO + "/configuration",
                            "{\"Timeout\":" + number + ",\"RevisionId\":\"" + revision + "\"}")
                    .status());
        }

        List<Integer> statuses = statuses(writers);

        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 412).hasSize(15);
    }

    @Test
    void aliasesNeverPointToAVersionThatIsGone() throws Exception {
        create("echo");
        for (int i = 1; i <= 20; i++) {
            server.send("PUT", ECHO + "/configuration", "{\"Timeout\":" + (10 + i) + "}");
            server.send("POST", ECHO + "/versions", "");
        }
        server.send("POST", ECHO + "/aliases", "{\"Name\":\"prod\",\"FunctionVersion\":\"1\"}");
        AtomicInteger broken = new AtomicInteger();
        server.data.functions().listen((name, before, after) -> {
            if (after != null
                    && after.aliases().values().stream().anyMatch(alias -> after.version(alias.version()) == null)) {
                broken.incrementAndGet();
            }
        });
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 2; i <= 20; i++) {
            String version = Integer.toString(i);
            writers.add(() -> server.send("PUT", ECHO + "/aliases/prod", "{\"FunctionVersion\":\"" + version + "\"}")
                    .status());
            writers.add(() ->
                    server.send("DELETE", ECHO + "?Qualifier=" + version, "").status());
        }

        assertThat(statuses(writers)).contains(200, 204).isSubsetOf(200, 204, 404, 409);

        assertThat(broken).hasValue(0);
        String target =
                server.data.functions().get("echo").aliases().get("prod").version();
        FunctionVersion version = server.data.functions().get("echo").version(target);
        assertThat(version).isNotNull();
    }

    @Test
    void neverReservesMoreThanThereIs() throws Exception {
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            create("f" + i);
            String path = "/2017-10-31/functions/f" + i + "/concurrency";
            writers.add(() -> server.send("PUT", path, "{\"ReservedConcurrentExecutions\":100}")
                    .status());
        }

        List<Integer> statuses = statuses(writers);

        assertThat(statuses).filteredOn(status -> status == 200).hasSize(9);
        assertThat(statuses).filteredOn(status -> status == 400).hasSize(3);
    }

    @Test
    void createsOneFunctionOfManyWithOneName() throws Exception {
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            byte[] zip = TestZips.of("a", "code " + i);
            writers.add(() -> server.send("POST", FUNCTIONS, ApiServer.create("echo", zip))
                    .status());
        }

        List<Integer> statuses = statuses(writers);

        assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(7);
        server.now = server.now.plus(Duration.ofMinutes(11));
        server.send(
                "PUT",
                ECHO + "/code",
                "{\"ZipFile\":\"" + "UEsDBBQAAAAAABI5dV16em/tAwAAAAMAAAAFAAAAeC50eHRoaQpQ"
                        + "SwECFAMUAAAAAAASOXVdenpv7QMAAAADAAAABQAAAAAAAAAAAAAApIEAAAAAeC50eHRQSwUGAAAAAAEAAQAzAAAAJgAAAAAA\"}");
        assertThat(filesOnDisk()).filteredOn(name -> name.endsWith(".zip")).hasSize(2);
    }

    private static List<Integer> statuses(List<Callable<Integer>> writers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> future : threads.invokeAll(writers, 2, TimeUnit.MINUTES)) {
                statuses.add(future.get());
            }
            return statuses;
        } finally {
            threads.shutdownNow();
        }
    }
}
