package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import dev.effe.spi.InvokeRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asynchronous invocations, from their acceptance to their end. */
class EventsTest {

    @TempDir
    Path folder;

    /** The inputs of the function: the request id and the payload of each run, and when. */
    private final List<String> ids = new CopyOnWriteArrayList<>();

    private final List<String> payloads = new CopyOnWriteArrayList<>();
    private final List<Long> millis = new CopyOnWriteArrayList<>();
    private final AtomicBoolean failing = new AtomicBoolean();

    private Logic<?> recording() {
        return Logic.of((request, response) -> {
            millis.add(System.currentTimeMillis());
            ids.add(request.id());
            payloads.add(request.text());
            if (failing.get()) {
                throw new IllegalStateException("failed on purpose");
            }
            response.json(List.of("done", ((InvokeRequest) request).invokedFunctionArn()));
        });
    }

    private InvokeTester start(String... more) throws StartException {
        return InvokeTester.start(recording(), folder.resolve("data"), more);
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(ServerTester.PATIENCE).until(condition);
    }

    private static String id(HttpResponse<?> answer) {
        return answer.headers().firstValue("x-amzn-RequestId").orElseThrow();
    }

    private List<Path> kept() throws IOException {
        Path events = folder.resolve("data/events/echo");
        try (Stream<Path> files = Files.list(events)) {
            return files.filter(file -> !file.endsWith("lock")).toList();
        }
    }

    @Test
    void acceptsAnEventAndRunsItOnce() throws Exception {
        try (InvokeTester effe = start()) {
            HttpResponse<String> answer = effe.event("{\"a\":1}");

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers().firstValue("X-Amz-Executed-Version")).isEmpty();
            until(() -> effe.tester.metric("effe_events_done_total") == 1);
            assertThat(payloads).containsExactly("{\"a\":1}");
            assertThat(ids).containsExactly(id(answer));
            until(() -> kept().isEmpty());
            assertThat(effe.tester.metric("effe_events_pending")).isZero();
        }
    }

    @Test
    void servesTheOldInvokeAsync() throws Exception {
        try (InvokeTester effe = start()) {
            assertThat(effe.post("/2014-11-13/functions/echo/invoke-async/", "7")
                            .statusCode())
                    .isEqualTo(202);
            until(() -> payloads.contains("7"));
        }
    }

    @Test
    void makesNoFolderBeforeTheFirstEvent() throws Exception {
        try (InvokeTester effe = start()) {
            effe.invoke("1");
            assertThat(folder.resolve("data")).doesNotExist();
        }
    }

    @Test
    void triesAnErrorAgainAfterOneDelayAndThenAfterTwo() throws Exception {
        failing.set(true);
        try (InvokeTester effe = start("event-retry-delay", "1s")) {
            String id = id(effe.event("5"));

            until(() -> effe.tester.metric("effe_events_failed") == 1);
            assertThat(ids).containsExactly(id, id, id);
            assertThat(millis.get(1) - millis.get(0)).isBetween(990L, 10_000L);
            assertThat(millis.get(2) - millis.get(1)).isBetween(1990L, 20_000L);
            assertThat(effe.tester.metric("effe_events_errors_total")).isEqualTo(3);
            assertThat(effe.tester.metric("effe_events_given_up_total")).isEqualTo(1);
        }
    }

    @Test
    void showsRedrivesAndPurgesWhatFailed() throws Exception {
        failing.set(true);
        try (InvokeTester effe = start("event-retries", "0")) {
            String id = id(effe.event("{\"n\":5}"));
            until(() -> effe.tester.metric("effe_events_failed") == 1);

            assertThat(effe.admin("GET", "/events").body())
                    .startsWith("{\"pending\":0,\"running\":0,\"failed\":1,\"events\":[{\"id\":\"" + id
                            + "\",\"state\":\"failed\",\"attempts\":1,\"acceptedAt\":\"");
            assertThat(effe.admin("GET", "/events?state=pending").body()).endsWith("\"events\":[]}");
            assertThat(effe.admin("GET", "/events/" + id).body())
                    .contains("\"failure\":{\"condition\":\"RetriesExhausted\","
                            + "\"errorType\":\"java.lang.IllegalStateException\","
                            + "\"errorMessage\":\"failed on purpose\",\"at\":\"")
                    .contains("\"payload\":{\"n\":5}")
                    .contains("\"functionArn\":\"" + InvokeTester.ARN + "\"");

            failing.set(false);
            assertThat(effe.admin("POST", "/events/" + id + "/redrive").body()).isEqualTo("{\"redriven\":1}");
            until(() -> effe.tester.metric("effe_events_done_total") == 1);
            assertThat(ids).containsExactly(id, id);
            assertThat(effe.admin("GET", "/events/" + id).statusCode()).isEqualTo(404);

            failing.set(true);
            effe.event("1");
            effe.event("2");
            until(() -> effe.tester.metric("effe_events_failed") == 2);
            assertThat(effe.admin("DELETE", "/events").statusCode()).isEqualTo(400);
            assertThat(effe.admin("DELETE", "/events?state=failed").body()).isEqualTo("{\"purged\":2}");
            assertThat(effe.admin("POST", "/events/redrive").body()).isEqualTo("{\"redriven\":0}");
            until(() -> kept().isEmpty());
            assertThat(effe.tester.metric("effe_events_pending")).isZero();
        }
    }

    @Test
    void answersOperatorsThatAskForWhatIsNotThere() throws Exception {
        try (InvokeTester effe = start()) {
            assertThat(effe.admin("GET", "/event").body())
                    .contains(
                            "No such page; there are /, ",
                            ", /events, /heap, /info, /jfr, /livez, /log-level, /metrics, /overview, /readyz, /threads");
            String[][] cases = {
                {"GET", "/events/nonsense", "404"},
                {"GET", "/events/8f2d3a52-7c1e-4f0a-9d3b-0123456789ab", "404"},
                {"POST", "/events/8f2d3a52-7c1e-4f0a-9d3b-0123456789ab/redrive", "404"},
                {"GET", "/events/a/b/c", "404"},
                {"PUT", "/events", "405"},
                {"POST", "/events", "405"},
                {"GET", "/events/redrive", "405"},
                {"GET", "/events?state=old", "400"},
                {"GET", "/events?limit=0", "400"},
                {"GET", "/events?limit=x", "400"},
                {"GET", "/events", "200"},
            };
            for (String[] one : cases) {
                assertThat(effe.admin(one[0], one[1]).statusCode())
                        .as(one[0] + " " + one[1])
                        .isEqualTo(Integer.parseInt(one[2]));
            }
            assertThat(effe.tester.get("/events").body()).doesNotContain("pending");
        }
    }

    @Test
    void tellsDestinationsInLambdasWords() throws Exception {
        Path dead = folder.resolve("dead");
        try (EventDestination success = new EventDestination();
                EventDestination failure = new EventDestination();
                InvokeTester effe = start(
                        "event-retries",
                        "0",
                        "on-success",
                        success.url(),
                        "on-failure",
                        failure.url(),
                        "dead-letter",
                        "file:" + dead)) {
            String good = id(effe.event("{\"n\":1}"));
            until(() -> success.bodies.size() == 1);
            assertThat(success.ids).containsExactly(good);
            assertThat(success.bodies.get(0))
                    .matches(
                            "\\{\"version\":\"1.0\",\"timestamp\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\","
                                    + "\"requestContext\":\\{\"requestId\":\"" + good + "\",\"functionArn\":\""
                                    + InvokeTester.ARN + ":\\$LATEST\",\"condition\":\"Success\","
                                    + "\"approximateInvokeCount\":1},\"requestPayload\":\\{\"n\":1},"
                                    + "\"responseContext\":\\{\"statusCode\":200,\"executedVersion\":\"\\$LATEST\"},"
                                    + "\"responsePayload\":\\[\"done\",\"" + InvokeTester.ARN + "\"]}");

            failing.set(true);
            String bad = id(effe.event("{\"n\":2}"));
            until(() -> Files.exists(dead.resolve(bad + ".event.json")) && failure.bodies.size() == 1);
            assertThat(failure.bodies.get(0))
                    .contains("\"requestId\":\"" + bad + "\"", "\"condition\":\"RetriesExhausted\"")
                    .contains("\"responseContext\":{\"statusCode\":200,\"executedVersion\":\"$LATEST\","
                            + "\"functionError\":\"Unhandled\"},"
                            + "\"responsePayload\":{\"errorMessage\":\"failed on purpose\",");
            assertThat(dead.resolve(bad + ".event.json")).hasContent("{\"n\":2}");
            assertThat(dead.resolve(bad + ".event.attributes.json"))
                    .hasContent("{\"RequestID\":\"" + bad
                            + "\",\"ErrorCode\":\"200\",\"ErrorMessage\":\"failed on purpose\"}");
            until(() -> effe.tester.metric("effe_events_pending") == 0);
            assertThat(effe.tester.metric("effe_events_failed")).isZero();
        }
    }

    @Test
    void tellsADestinationThatWasDownOnceItIsBack() throws Exception {
        try (EventDestination success = new EventDestination();
                InvokeTester effe = start("on-success", success.url(), "event-retry-delay", "6s")) {
            success.status = 500;
            String id = id(effe.event("1"));
            until(() -> success.bodies.size() >= 2);
            assertThat(kept()).hasSize(1);
            success.status = 204;

            until(() -> effe.tester.metric("effe_events_pending") == 0);
            assertThat(payloads).containsExactly("1");
            assertThat(success.ids).containsOnly(id);
            assertThat(success.bodies).allMatch(success.bodies.get(0)::equals);
            until(() -> kept().isEmpty());
        }
    }

    @Test
    void givesUpWhatIsTooOld() throws Exception {
        failing.set(true);
        Path told = folder.resolve("told");
        try (InvokeTester effe = start("event-max-age", "30s", "on-failure", "file:" + told)) {
            String id = id(effe.event("1"));

            // The next attempt would be a minute later, so there is none.
            until(() -> Files.exists(told.resolve(id + ".json")));
            assertThat(Files.readString(told.resolve(id + ".json")))
                    .contains("\"condition\":\"EventAgeExceeded\",\"approximateInvokeCount\":1");
            assertThat(ids).hasSize(1);
        }
    }

    @Test
    void doesNotCountRefusals() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<String> done = new CopyOnWriteArrayList<>();
        Logic<?> logic = Logic.of((request, response) -> {
            if (request.text().equals("\"block\"")) {
                running.countDown();
                release.await();
            } else {
                done.add(request.text());
            }
        });
        try (InvokeTester effe = InvokeTester.start(
                logic,
                folder.resolve("data"),
                "max-contexts",
                "1",
                "max-queue",
                "0",
                "event-retries",
                "0",
                "event-retry-delay",
                "1s")) {
            var blocked = effe.postAsync("/2015-03-31/functions/echo/invocations", "\"block\"");
            running.await();
            assertThat(effe.event("1").statusCode()).isEqualTo(202);
            await().atMost(ServerTester.PATIENCE)
                    .untilAsserted(
                            () -> assertThat(effe.tester.metric("effe_invocations_seconds_count{outcome=\"rejected\"}"))
                                    .isGreaterThanOrEqualTo(2));
            release.countDown();
            blocked.join();

            until(() -> done.contains("1"));
            assertThat(effe.tester.metric("effe_events_errors_total")).isZero();
        }
    }

    @Test
    void takesNoMoreThanItMayKeep() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Logic<?> logic = Logic.of((request, response) -> release.await());
        try (InvokeTester effe = InvokeTester.start(logic, folder.resolve("data"), "max-events", "2")) {
            assertThat(effe.event("1").statusCode()).isEqualTo(202);
            assertThat(effe.event("2").statusCode()).isEqualTo(202);
            HttpResponse<String> refused = effe.event("3");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("x-amzn-ErrorType")).hasValue("TooManyRequestsException");
            release.countDown();
            until(() -> effe.event("4").statusCode() == 202);
        }
    }

    @Test
    void takesNoMoreBytesThanItMayKeep() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Logic<?> logic = Logic.of((request, response) -> release.await());
        String large = '"' + "x".repeat(900_000) + '"';
        try (InvokeTester effe = InvokeTester.start(logic, folder.resolve("data"), "max-events-bytes", "2MiB")) {
            assertThat(effe.event(large).statusCode()).isEqualTo(202);
            assertThat(effe.event(large).statusCode()).isEqualTo(202);
            HttpResponse<String> refused = effe.event(large);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("x-amzn-ErrorType")).hasValue("TooManyRequestsException");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(effe.tester.metric("effe_events_bytes")).isBetween(1_800_000.0, 1_801_000.0);
            assertThat(effe.event("1").statusCode()).isEqualTo(202);
            release.countDown();
            until(() -> effe.tester.metric("effe_events_bytes") == 0);
            assertThat(effe.event(large).statusCode()).isEqualTo(202);
        }
    }

    @Test
    void namesADamagedFileToOperatorsAndTheFolderToNobody() throws Exception {
        Path events = Files.createDirectories(folder.resolve("data/events/echo"));
        Files.createFile(events.resolve("0000000000000000007.journal"));
        try (InvokeTester effe = start()) {
            until(() -> effe.admin("GET", "/events").body().contains("damaged"));
            assertThat(effe.admin("GET", "/events").body())
                    .isEqualTo("{\"pending\":0,\"running\":0,\"failed\":0,"
                            + "\"damaged\":[\"0000000000000000007.journal.damaged\"],\"events\":[]}");
            assertThat(effe.tester.logged(ch.qos.logback.classic.Level.ERROR))
                    .anyMatch(line -> line.getFormattedMessage()
                            .contains(events.resolve("0000000000000000007.journal.damaged")
                                    .toString()));
        }
    }

    @Test
    void leavesWhatHasNotBegunToTheNextProcess() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Logic<?> first = Logic.of((request, response) -> {
            ids.add(request.id());
            running.countDown();
            release.await();
        });
        String begun;
        String waiting;
        try (InvokeTester effe = InvokeTester.start(first, folder.resolve("data"), "max-contexts", "1")) {
            begun = id(effe.event("1"));
            running.await();
            waiting = id(effe.event("2"));
            Thread stop = new Thread(effe::close);
            stop.start();
            until(() -> isRefused(effe.tester.server.port())); // No event is begun any more by then.
            release.countDown();
            stop.join();
            assertThat(ids).containsExactly(begun);
            assertThat(kept()).hasSize(1);
        }
        try (InvokeTester effe = start()) {
            until(() -> ids.contains(waiting));
            assertThat(ids).containsExactly(begun, waiting);
            until(() -> effe.tester.metric("effe_events_pending") == 0);
        }
    }

    private static boolean isRefused(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !socket.isConnected();
        } catch (ConnectException e) {
            return true;
        }
    }

    @Test
    void putsBackWhatIsCut() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        Logic<?> first = Logic.of((request, response) -> {
            running.countDown();
            new CountDownLatch(1).await();
        });
        String id;
        InvokeTester cut = InvokeTester.start(first, folder.resolve("data"), "drain-timeout", "0s");
        id = id(cut.event("1"));
        running.await();
        assertThat(cut.tester.server.stop()).isFalse();
        cut.close();
        try (InvokeTester effe = start()) {
            until(() -> ids.contains(id));
            assertThat(effe.tester.metric("effe_events_errors_total")).isZero();
        }
    }

    @Test
    void waitsForAFolderThatAnotherProcessHas() throws Exception {
        try (InvokeTester second = takeOver()) {
            until(() -> second.event("2").statusCode() == 202);
            until(() -> payloads.contains("2"));
        }
    }

    /** Starts a second server while a first one has the folder, and then stops the first. */
    private InvokeTester takeOver() throws StartException {
        try (InvokeTester first = start()) {
            assertThat(first.event("1").statusCode()).isEqualTo(202);
            InvokeTester second = start();
            HttpResponse<String> refused = second.event("2");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("x-amzn-ErrorType")).hasValue("ServiceException");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.body()).contains("another effe uses").doesNotContain(folder.toString());
            return second;
        }
    }

    @Test
    void saysWhatToDoWhereNothingCanBeWritten() throws Exception {
        Files.writeString(folder.resolve("data"), "not a folder");
        try (InvokeTester effe = start()) {
            HttpResponse<String> answer = effe.event("1");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.headers().firstValue("x-amzn-ErrorType")).hasValue("ServiceException");
            assertThat(answer.body())
                    .contains("--data-dir (EFFE_DATA_DIR) names another folder, in a container a volume")
                    .doesNotContain(folder.toString());
            assertThat(effe.invoke("1").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void runsOnlyHalfOfTheContextsForEvents() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(2);
        Logic<?> logic = Logic.of((request, response) -> {
            if (request.text().equals("1")) {
                running.countDown();
                release.await();
            }
        });
        try (InvokeTester effe =
                InvokeTester.start(logic, folder.resolve("data"), "max-contexts", "4", "timeout", "60s")) {
            for (int i = 0; i < 10; i++) {
                effe.event("1");
            }
            running.await();
            assertThat(effe.invoke("2").statusCode()).isEqualTo(200);
            assertThat(effe.tester.metric("effe_events_running")).isEqualTo(2);
            release.countDown();
            until(() -> effe.tester.metric("effe_events_done_total") == 10);
        }
    }

    @Test
    void keepsManyEventsThatComeTogether() throws Exception {
        try (InvokeTester effe = start()) {
            var answers = Stream.generate(() -> effe.postAsync(
                            "/2015-03-31/functions/echo/invocations", "1", "X-Amz-Invocation-Type", "Event"))
                    .limit(200)
                    .toList();
            answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(202));
            await().atMost(Duration.ofSeconds(60)).until(() -> effe.tester.metric("effe_events_done_total") == 200);
            assertThat(ids).hasSize(200).doesNotHaveDuplicates();
            until(() -> kept().isEmpty());
        }
    }
}
