package dev.effe.host.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.effe.host.TestZips;
import dev.effe.host.engine.Outputs;
import dev.effe.host.kit.Signer;
import dev.effe.server.access.AccessKeys;
import dev.effe.server.json.Json;
import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.memory.MemoryBudget;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations of AWS's logs and the page of the host's own, as clients send them. */
@Timeout(120)
class LogsApiTest {

    private static final String HOST = "127.0.0.1:7070";
    private static final String FUNCTIONS = "/2015-03-31/functions";
    private static final String FIRST = "2026/11/30/[7]aaa";
    private static final String SECOND = "2026/11/30/[$LATEST]bbb";

    @TempDir
    Path folder;

    private AccessKeys keys;
    private ApiServer server;
    private Outputs.Output first;
    private Outputs.Output second;

    @BeforeEach
    void start() throws Exception {
        Path file = Files.writeString(
                folder.resolve("keys"), "root secret admin\nshop secret admin shop_*\ncaller secret invoke\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        keys = AccessKeys.openPrivate("--keys", file);
        server = new ApiServer(folder.resolve("data"), MemoryBudget.unlimited(), keys);
        for (String name : List.of("echo", "shop_a")) {
            byte[] body = ApiServer.create(name, TestZips.of("a/B.class", "x")).getBytes(UTF_8);
            assertThat(send("root", "lambda", "POST", FUNCTIONS, body).status()).isEqualTo(201);
        }
        first = server.logs.open("echo", FIRST);
        second = server.logs.open("echo", SECOND);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        keys.close();
    }

    private HttpAnswer send(String key, String service, String method, String path, byte[] body) throws IOException {
        return send(key, service, method, path, body, "");
    }

    private HttpAnswer send(String key, String service, String method, String path, byte[] body, String target)
            throws IOException {
        Signer signer = new Signer(key, "secret", service);
        return server.raw(method, path, body, signer.headers(method, path, body, HOST, server.now, target));
    }

    private HttpAnswer ask(String key, String operation, String json) throws IOException {
        return send(key, "logs", "POST", "/", json.getBytes(UTF_8), "Logs_20140328." + operation);
    }

    @SuppressWarnings("unchecked") // It is our own JSON.
    private Map<String, Object> answer(String operation, String json) throws IOException {
        HttpAnswer answer = ask("root", operation, json.replace('\'', '"'));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/x-amz-json-1.1");
        return (Map<String, Object>) Json.read(answer.text().getBytes(UTF_8));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> answer, String member) {
        return (List<Map<String, Object>>) answer.get(member);
    }

    private static List<Object> messages(Map<String, Object> answer) {
        return list(answer, "events").stream()
                .map(event -> event.get("message"))
                .toList();
    }

    /** Waits until the log has them. */
    private void awaitLines(int count) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> list(answer("FilterLogEvents", "{'logGroupName':'/aws/lambda/echo'}"), "events")
                                .size()
                        >= count);
    }

    private void fill() {
        first.line("START one");
        server.now = server.now.plusMillis(1000);
        second.line("ERROR two");
        first.line("three");
        server.now = server.now.plusMillis(1000);
        second.line("four ERROR");
        awaitLines(4);
    }

    @Test
    void filtersEvents() throws Exception {
        long began = server.now.toEpochMilli();
        fill();
        String group = "'logGroupName':'/aws/lambda/echo'";

        Map<String, Object> all = answer("FilterLogEvents", "{" + group + "}");
        assertThat(messages(all)).containsExactly("START one", "ERROR two", "three", "four ERROR");
        assertThat(all).doesNotContainKey("nextToken").containsEntry("searchedLogStreams", List.of());
        assertThat(list(all, "events").get(0))
                .containsEntry("logStreamName", FIRST)
                .containsEntry("timestamp", began)
                .containsEntry("ingestionTime", began)
                .containsEntry("eventId", "0".repeat(55) + "1");
        assertThat(messages(answer("FilterLogEvents", "{" + group + ",'filterPattern':'ERROR -two'}")))
                .containsExactly("four ERROR");
        assertThat(messages(answer("FilterLogEvents", "{" + group + ",'startTime':" + (began + 1000) + "}")))
                .containsExactly("ERROR two", "three", "four ERROR");
        assertThat(messages(answer("FilterLogEvents", "{" + group + ",'startTime':" + (began + 1001) + "}")))
                .containsExactly("four ERROR");
        assertThat(messages(answer("FilterLogEvents", "{" + group + ",'endTime':" + (began + 1000) + "}")))
                .containsExactly("START one", "ERROR two", "three");
        assertThat(messages(answer("FilterLogEvents", "{" + group + ",'logStreamNames':['" + SECOND + "']}")))
                .containsExactly("ERROR two", "four ERROR");
        assertThat(messages(answer("FilterLogEvents", "{" + group + ",'logStreamNamePrefix':'2026/11/30/[7]'}")))
                .containsExactly("START one", "three");
        assertThat(messages(answer(
                        "FilterLogEvents",
                        "{'logGroupIdentifier':'arn:aws:logs:us-east-1:000000000000:"
                                + "log-group:/aws/lambda/echo','interleaved':true}")))
                .hasSize(4);
    }

    @Test
    void hasPagesOfAnyLimit() throws Exception {
        fill();
        for (int limit = 1; limit <= 5; limit++) {
            List<Object> messages = new ArrayList<>();
            String token = "";
            int pages = 0;
            do {
                Map<String, Object> page = answer(
                        "FilterLogEvents",
                        "{'logGroupName':'/aws/lambda/echo','limit':" + limit + ",'nextToken':'" + token + "'}");
                assertThat(list(page, "events")).hasSizeLessThanOrEqualTo(limit);
                messages.addAll(messages(page));
                token = (String) page.getOrDefault("nextToken", "");
                pages++;
            } while (!token.isEmpty());
            assertThat(messages).containsExactly("START one", "ERROR two", "three", "four ERROR");
            assertThat(pages).isEqualTo((4 + limit - 1) / limit);
        }
    }

    @Test
    void aPageHasNoMoreThanAMebibyte() throws Exception {
        String text = "x".repeat(60_000);
        for (int i = 0; i < 20; i++) {
            first.line(text);
            int written = i + 1;
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Integer.valueOf(written).equals(count("{'logGroupName':'/aws/lambda/echo'}")));
        }
        Map<String, Object> page = answer("FilterLogEvents", "{'logGroupName':'/aws/lambda/echo'}");

        assertThat(list(page, "events")).hasSize((1 << 20) / (60_000 + 26));
        assertThat(page).containsKey("nextToken");
    }

    private int count(String json) throws IOException {
        int count = 0;
        String token = "";
        do {
            Map<String, Object> page = answer("FilterLogEvents", json.replace("}", ",'nextToken':'" + token + "'}"));
            count += list(page, "events").size();
            token = (String) page.getOrDefault("nextToken", "");
        } while (!token.isEmpty());
        return count;
    }

    @Test
    void getsTheEventsOfAStreamForwardsAndBackwards() throws Exception {
        IntStream.range(0, 10).forEach(i -> {
            first.line("a" + i);
            second.line("b" + i);
        });
        awaitLines(20);
        String stream = "{'logGroupName':'/aws/lambda/echo','logStreamName':'" + FIRST + "','limit':4";

        Map<String, Object> last = answer("GetLogEvents", stream + "}");
        assertThat(messages(last)).containsExactly("a6", "a7", "a8", "a9");
        Map<String, Object> before =
                answer("GetLogEvents", stream + ",'nextToken':'" + last.get("nextBackwardToken") + "'}");
        assertThat(messages(before)).containsExactly("a2", "a3", "a4", "a5");
        Map<String, Object> forward =
                answer("GetLogEvents", stream + ",'nextToken':'" + before.get("nextForwardToken") + "'}");
        assertThat(messages(forward)).containsExactly("a6", "a7", "a8", "a9");
        Map<String, Object> end =
                answer("GetLogEvents", stream + ",'nextToken':'" + forward.get("nextForwardToken") + "'}");
        assertThat(messages(end)).isEmpty();
        assertThat(end).containsEntry("nextForwardToken", forward.get("nextForwardToken"));
        Map<String, Object> head = answer("GetLogEvents", stream + ",'startFromHead':true}");
        assertThat(messages(head)).containsExactly("a0", "a1", "a2", "a3");
        Map<String, Object> begin =
                answer("GetLogEvents", stream + ",'nextToken':'" + head.get("nextBackwardToken") + "'}");
        assertThat(messages(begin)).isEmpty();
        assertThat(begin).containsEntry("nextBackwardToken", head.get("nextBackwardToken"));
        long now = server.now.toEpochMilli();
        assertThat(messages(answer("GetLogEvents", stream + ",'endTime':" + now + "}")))
                .isEmpty();
        assertThat(messages(answer("GetLogEvents", stream + ",'endTime':" + (now + 1) + "}")))
                .hasSize(4);
    }

    @Test
    void describesStreams() throws Exception {
        long began = server.now.toEpochMilli();
        fill();

        Map<String, Object> streams = answer("DescribeLogStreams", "{'logGroupName':'/aws/lambda/echo'}");

        assertThat(list(streams, "logStreams"))
                .extracting(stream -> stream.get("logStreamName"))
                .containsExactly(SECOND, FIRST);
        assertThat(list(streams, "logStreams").get(0))
                .containsEntry("firstEventTimestamp", began + 1000)
                .containsEntry("lastEventTimestamp", began + 2000)
                .containsEntry(
                        "arn", "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/echo:log-stream:" + SECOND);
        Map<String, Object> latest = answer(
                "DescribeLogStreams",
                "{'logGroupName':'/aws/lambda/echo','orderBy':'LastEventTime','descending':true,'limit':1}");
        assertThat(list(latest, "logStreams").get(0)).containsEntry("logStreamName", SECOND);
        Map<String, Object> next = answer(
                "DescribeLogStreams",
                "{'logGroupName':'/aws/lambda/echo','orderBy':'LastEventTime','descending':true,'limit':1,'nextToken':'"
                        + latest.get("nextToken") + "'}");
        assertThat(list(next, "logStreams").get(0)).containsEntry("logStreamName", FIRST);
        assertThat(next).doesNotContainKey("nextToken");
    }

    @Test
    void describesTheGroupsThatTheKeyMaySee() throws Exception {
        Map<String, Object> all = answer("DescribeLogGroups", "{'limit':1}");
        assertThat(list(all, "logGroups").get(0))
                .containsEntry("logGroupName", "/aws/lambda/echo")
                .containsEntry("arn", "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/echo:*")
                .containsEntry("retentionInDays", 7);
        Map<String, Object> next =
                answer("DescribeLogGroups", "{'limit':1,'nextToken':'" + all.get("nextToken") + "'}");
        assertThat(list(next, "logGroups").get(0)).containsEntry("logGroupName", "/aws/lambda/shop_a");
        assertThat(next).doesNotContainKey("nextToken");

        HttpAnswer shop = ask("shop", "DescribeLogGroups", "{}");

        assertThat(shop.text()).contains("/aws/lambda/shop_a").doesNotContain("echo");
    }

    private static void assertError(HttpAnswer answer, String type) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).contains("\"__type\":\"" + type + "\"");
    }

    @Test
    void aKeyReadsTheLogsOfItsFunctionsOnly() throws Exception {
        String echo = "{\"logGroupName\":\"/aws/lambda/echo\"}";
        for (String operation : List.of("FilterLogEvents", "GetLogEvents", "DescribeLogStreams")) {
            assertError(ask("shop", operation, echo), "AccessDeniedException");
            assertError(ask("caller", operation, echo), "AccessDeniedException");
            assertError(ask("shop", operation, echo.replace("echo", "none")), "AccessDeniedException");
        }
        assertThat(ask("shop", "FilterLogEvents", echo.replace("echo", "shop_a"))
                        .status())
                .isEqualTo(200);
        assertError(ask("caller", "DescribeLogGroups", "{}"), "AccessDeniedException");
        assertThat(ask("caller", "DescribeLogGroups", "{}").text()).contains("perform: logs:DescribeLogGroups on");
        assertThat(page("shop", "function=echo").status()).isEqualTo(403);
        assertThat(page("caller", "function=shop_a").status()).isEqualTo(403);
        assertThat(page("shop", "function=shop_a").status()).isEqualTo(200);
        HttpAnswer lambda = send("root", "lambda", "POST", "/", echo.getBytes(UTF_8), "Logs_20140328.FilterLogEvents");
        assertError(lambda, "InvalidSignatureException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/aws/lambda/none", "/aws/lambda/", "/other/echo", "echo"})
    void hasNoOtherGroups(String group) throws Exception {
        for (String operation : List.of("FilterLogEvents", "GetLogEvents", "DescribeLogStreams")) {
            HttpAnswer answer = ask("root", operation, "{\"logGroupName\":\"" + group + "\"}");
            assertError(answer, "ResourceNotFoundException");
            assertThat(answer.text()).contains("The specified log group does not exist.");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "FilterLogEvents | {} | InvalidParameterException",
                "FilterLogEvents | {'logGroupName':'a b'} | InvalidParameterException",
                "FilterLogEvents | {GROUP,'limit':0} | InvalidParameterException",
                "FilterLogEvents | {GROUP,'limit':10001} | InvalidParameterException",
                "FilterLogEvents | {GROUP,'limit':'1'} | SerializationException",
                "FilterLogEvents | {GROUP,'startTime':-1} | InvalidParameterException",
                "FilterLogEvents | {GROUP,'nextToken':'x'} | InvalidParameterException",
                "FilterLogEvents | {GROUP,'nextToken':'9999999999999999999'} | InvalidParameterException",
                "FilterLogEvents | {GROUP,'filterPattern':'{ $.a = 1 }'} | InvalidParameterException",
                "FilterLogEvents | {GROUP,'logStreamNames':['a'],'logStreamNamePrefix':'a'} | InvalidParameterException",
                "FilterLogEvents | {GROUP,'logStreamNames':[]} | InvalidParameterException",
                "FilterLogEvents | [] | SerializationException",
                "FilterLogEvents | {GROUP | SerializationException",
                "GetLogEvents | {GROUP,'logStreamName':'none'} | ResourceNotFoundException",
                "GetLogEvents | {GROUP,'logStreamName':'none','nextToken':'1'} | InvalidParameterException",
                "DescribeLogStreams | {GROUP,'limit':51} | InvalidParameterException",
                "DescribeLogStreams | {GROUP,'orderBy':'Size'} | InvalidParameterException",
                "DescribeLogStreams | {GROUP,'orderBy':'LastEventTime','logStreamNamePrefix':'a'} | InvalidParameterException",
                "DescribeLogGroups | {'limit':51} | InvalidParameterException",
                "PutLogEvents | {GROUP} | UnknownOperationException"
            })
    void refusesWhatAwsRefuses(String operation, String json, String type) throws Exception {
        String body = json.replace("GROUP", "'logGroupName':'/aws/lambda/echo'").replace('\'', '"');
        assertError(ask("root", operation, body), type);
    }

    @Test
    void aFunctionsLogGoesWithIt() throws Exception {
        fill();
        assertThat(send("root", "lambda", "DELETE", FUNCTIONS + "/echo", new byte[0])
                        .status())
                .isEqualTo(204);
        first.line("from an instance that has not ended yet");
        assertError(
                ask("root", "FilterLogEvents", "{\"logGroupName\":\"/aws/lambda/echo\"}"), "ResourceNotFoundException");

        byte[] body = ApiServer.create("echo", TestZips.of("a/B.class", "x")).getBytes(UTF_8);
        send("root", "lambda", "POST", FUNCTIONS, body);
        first.line("still of the one before");
        server.logs.open("echo", FIRST).line("new");
        awaitLines(1);

        assertThat(messages(answer("FilterLogEvents", "{'logGroupName':'/aws/lambda/echo'}")))
                .containsExactly("new");
    }

    private HttpAnswer page(String key, String query) throws IOException {
        return send(key, "lambda", "GET", "/_effe/logs" + (query.isEmpty() ? "" : "?" + query), new byte[0]);
    }

    private static List<String> lines(HttpAnswer answer) {
        return Arrays.stream(answer.text().split("\n"))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Test
    void theOwnPageHasRecordsWithCursors() throws Exception {
        fill();

        HttpAnswer all = page("root", "function=echo");

        assertThat(all.status()).as(all.text()).isEqualTo(200);
        assertThat(all.header("content-type")).isEqualTo("application/x-ndjson");
        assertThat(lines(all)).hasSize(4);
        assertThat(lines(all).get(0))
                .isEqualTo("{\"cursor\":1,\"time\":\"2026-11-30T20:00:00Z\",\"function\":\"echo\",\"version\":\"7\","
                        + "\"stream\":\"2026/11/30/[7]aaa\",\"message\":\"START one\"}");
        assertThat(lines(page("root", "function=echo&cursor=3"))).hasSize(1);
        assertThat(lines(page("root", "function=echo&since=1s"))).hasSize(3);
        assertThat(lines(page("root", "function=echo&since=0s"))).hasSize(1);
        assertThat(lines(page("root", "function=echo&since=2026-11-30T20:00:01Z")))
                .hasSize(3);
        assertThat(page("root", "function=none").status()).isEqualTo(404);
        for (String wrong : List.of(
                "", "function=", "function=echo&since=x", "function=echo&cursor=-1", "function=echo&follow=x")) {
            assertThat(page("root", wrong).status()).as(wrong).isEqualTo(400);
        }
    }

    @Test
    void followersGetAllOfAMillisecondAndEndWithTheHost() throws Exception {
        fill();
        try (Socket socket = follower("function=echo&follow=on&cursor=2");
                BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            List<String> got = new ArrayList<>();
            readRecords(reader, got, 2);
            for (int i = 0; i < 5000; i++) {
                first.line("fast " + i); // The clock stands.
            }
            readRecords(reader, got, 5002);
            assertThat(got.get(0)).contains("\"cursor\":3,");
            assertThat(got.get(5001)).contains("\"cursor\":5004,", "fast 4999");

            server.logs.endFollowers();

            assertThat(reader.lines().noneMatch(line -> line.startsWith("{"))).isTrue(); // It ends.
        }
    }

    private Socket follower(String query) throws IOException {
        String path = "/_effe/logs?" + query;
        Signer signer = new Signer("root", "secret", "lambda");
        StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nConnection: close\r\n");
        for (String header : signer.headers("GET", path, new byte[0], HOST, server.now)) {
            head.append(header).append("\r\n");
        }
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(head.append("\r\n").toString().getBytes(UTF_8));
        return socket;
    }

    private static void readRecords(BufferedReader reader, List<String> into, int until) throws IOException {
        while (into.size() < until) {
            String line = reader.readLine();
            assertThat(line).isNotNull();
            if (line.startsWith("{")) {
                into.add(line);
            }
        }
    }
}
