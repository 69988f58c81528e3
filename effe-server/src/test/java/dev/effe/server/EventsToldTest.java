package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.effe.Logic;
import dev.effe.server.log.RateLimitedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fate of events while destinations are slow, down or wrong. */
class EventsToldTest {

    @TempDir
    Path folder;

    private final List<String> runs = new CopyOnWriteArrayList<>();

    private InvokeTester start(String... more) throws StartException {
        Logic<?> logic = Logic.of((request, response) -> {
            runs.add(request.text());
            response.json(request.text());
        });
        return InvokeTester.start(logic, folder.resolve("data"), more);
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(ServerTester.PATIENCE).until(condition);
    }

    private static void accept(InvokeTester effe, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(effe.event(Integer.toString(i)).statusCode()).isEqualTo(202);
        }
    }

    @Test
    void aSlowWebDestinationHoldsNothingBack() throws Exception {
        try (EventDestination slow = new EventDestination();
                InvokeTester effe = start("on-success", slow.url())) {
            slow.gate = new CountDownLatch(1);
            accept(effe, 200);

            until(() -> effe.tester.metric("effe_events_done_total") == 200);
            assertThat(effe.tester.metric("effe_events_running")).isZero();
            assertThat(effe.tester.metric("effe_events_untold")).isEqualTo(200);
            assertThat(effe.tester.metric("effe_events_told_total")).isZero();
            // 128 at once, none of which has been answered; more only once some have waited for 15 s.
            until(() -> slow.bodies.size() >= 128);
            int asked = slow.bodies.size();
            assertThat(effe.tester.metric("effe_events_tell_errors_total") > 0 || asked == 128)
                    .as(asked + " at once")
                    .isTrue();
            assertThat(effe.invoke("1").statusCode()).isEqualTo(200);

            slow.gate.countDown();
            until(() -> effe.tester.metric("effe_events_told_total") == 200);
            assertThat(Set.copyOf(slow.ids)).hasSize(200);
            assertThat(effe.tester.metric("effe_events_pending")).isZero();
            assertThat(effe.tester.metric("effe_events_done_total")).isEqualTo(200);
            assertThat(effe.tester.metric("effe_events_accepted_total")).isEqualTo(200);
        }
    }

    @Test
    void aSlowDestinationHoldsNoOtherBack() throws Exception {
        Path dead = folder.resolve("dead");
        Logic<?> failing = Logic.of((request, response) -> {
            throw new IllegalStateException("failed on purpose");
        });
        try (EventDestination slow = new EventDestination();
                InvokeTester effe = InvokeTester.start(
                        failing,
                        folder.resolve("data"),
                        "event-retries",
                        "0",
                        "on-failure",
                        slow.url(),
                        "dead-letter",
                        "file:" + dead)) {
            slow.gate = new CountDownLatch(1);
            accept(effe, 20);
            until(() -> effe.tester.metric("effe_events_told_total") == 20);
            assertThat(effe.tester.metric("effe_events_untold")).isEqualTo(20);
            slow.gate.countDown();
            until(() -> effe.tester.metric("effe_events_told_total") == 40);
        }
    }

    @Test
    void anEventIsOverOnceItsRecordIsOnTheDisk() throws Exception {
        try (EventDestination slow = new EventDestination();
                InvokeTester effe = start("on-success", slow.url())) {
            slow.gate = new CountDownLatch(1);
            accept(effe, 1);
            until(() -> slow.bodies.size() == 1);
            assertThat(effe.admin("GET", "/events").body())
                    .startsWith("{\"pending\":1,\"running\":0,\"failed\":0,\"untold\":1,\"events\":[{\"id\":")
                    .contains("\"state\":\"telling\"", "\"destination\":\"on-success\"")
                    .doesNotContain("running\",", slow.ids.get(0));
            slow.gate.countDown();
        }
    }

    @Test
    void whatSucceededNeverRunsAgainThoughTheServerStopsBeforeItIsTold() throws Exception {
        try (EventDestination down = new EventDestination();
                InvokeTester effe = start("on-success", down.url())) {
            down.status = 500;
            accept(effe, 3);
            until(() -> effe.tester.metric("effe_events_tell_errors_total") >= 3);
        }
        // The destination has moved meanwhile.
        try (EventDestination success = new EventDestination();
                InvokeTester effe = start("on-success", success.url())) {
            until(() -> effe.tester.metric("effe_events_told_total") == 3);
            assertThat(success.bodies).hasSize(3);
            assertThat(runs).containsExactlyInAnyOrder("0", "1", "2");
        }
    }

    @Test
    void aStopDoesNotCallARecordCutThatIsBeingTold() throws Exception {
        try (EventDestination slow = new EventDestination()) {
            slow.gate = new CountDownLatch(1);
            try (InvokeTester effe = start("on-success", slow.url(), "drain-timeout", "1s")) {
                accept(effe, 1);
                until(() -> slow.bodies.size() == 1);
                assertThat(effe.tester.server.stop()).isTrue();
            }
            slow.gate.countDown();
            try (InvokeTester effe = start("on-success", slow.url())) {
                until(() -> effe.tester.metric("effe_events_told_total") == 1);
            }
            assertThat(runs).containsExactly("0");
            assertThat(Set.copyOf(slow.ids)).hasSize(1);
        }
    }

    @Test
    void whateverADestinationThrowsIsToldAgainAndRunsNothingAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        for (String wrong : List.of("http://localhost:1", "http://no.such.host.invalid", "file:" + file)) {
            try (InvokeTester effe = start("on-success", wrong, "function-name", "echo", "event-retry-delay", "60ms")) {
                runs.clear();
                accept(effe, 1);
                until(() -> effe.tester.metric("effe_events_tell_errors_total") >= 3);
                assertThat(runs).as(wrong).containsExactly("0");
                RateLimitedLog.tellAll();
                assertThat(effe.tester.logged(Level.WARN))
                        .as(wrong)
                        .filteredOn(line -> line.getFormattedMessage().contains("could not be told"))
                        .hasSizeBetween(1, 4)
                        .first()
                        .matches(line -> line.getFormattedMessage().startsWith("on-success " + wrong));
                assertThat(effe.tester.logged(Level.ERROR)).isEmpty();
                assertThat(effe.admin("DELETE", "/events?state=all").statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void tellingIsGivenUpAtTheAgeOfAnEventAndTheRecordIsKept() throws Exception {
        try (EventDestination down = new EventDestination();
                InvokeTester effe = start("on-success", down.url(), "event-retry-delay", "1s", "event-max-age", "2s")) {
            down.status = 500;
            accept(effe, 1);
            until(() -> effe.tester.metric("effe_events_failed") == 1);
            assertThat(runs).containsExactly("0");
            assertThat(effe.tester.logged(Level.ERROR))
                    .anyMatch(line -> line.getFormattedMessage()
                            .contains("kept as failed: java.io.IOException: it answered 500"));
            down.status = 200;
            assertThat(effe.admin("POST", "/events/redrive").body()).isEqualTo("{\"redriven\":1}");
            until(() -> effe.tester.metric("effe_events_told_total") == 1);
            assertThat(runs).containsExactly("0");
        }
    }

    @Test
    void theUserOfADestinationIsSentAsAuthorizationAndIsNowhereElse() throws Exception {
        try (EventDestination told = new EventDestination();
                InvokeTester effe = start(
                        "on-success",
                        told.url().replace("//", "//me:hun%40ter2@") + "?to=//b@c&token=secret",
                        "event-retry-delay",
                        "60ms")) {
            told.status = 500;
            accept(effe, 1);
            until(() -> told.targets.size() >= 2);
            assertThat(effe.admin("GET", "/events").body()).doesNotContain("hun", "secret");
            told.status = 200;
            until(() -> effe.tester.metric("effe_events_told_total") == 1);
            assertThat(told.targets).containsOnly("/told?to=//b@c&token=secret");
            assertThat(told.headers)
                    .allMatch(headers -> headers.get("Authorization")
                            .equals(List.of(
                                    "Basic " + Base64.getEncoder().encodeToString("me:hun@ter2".getBytes(UTF_8)))));
            assertThat(told.headers)
                    .allMatch(headers -> !headers.getFirst("Host").contains("@"));
            assertThat(effe.tester.logged(Level.TRACE))
                    .noneMatch(line -> line.getFormattedMessage().matches("(?s).*(hun|secret).*"))
                    .anyMatch(line -> line.getFormattedMessage().contains("//me:***@"));
        }
    }

    @Test
    void theHeadersOfAFileAreSentAndReadAnew() throws Exception {
        Path file = Files.writeString(folder.resolve("headers"), "Authorization: Bearer one\r\n\nX-More:  a b \n");
        try (EventDestination told = new EventDestination();
                InvokeTester effe = start(
                        "on-success",
                        told.url().replace("//", "//me:hunter2@"),
                        "destination-header-file",
                        file.toString(),
                        "event-retry-delay",
                        "60ms")) {
            accept(effe, 1);
            until(() -> effe.tester.metric("effe_events_told_total") == 1);
            assertThat(told.headers.get(0).get("Authorization")).containsExactly("Bearer one");
            assertThat(told.headers.get(0).get("X-More")).containsExactly("a b");

            Files.delete(file);
            accept(effe, 1);
            until(() -> effe.tester.metric("effe_events_tell_errors_total") >= 1);
            Files.writeString(file, "Authorization: Bearer two");
            until(() -> effe.tester.metric("effe_events_told_total") == 2);
            assertThat(told.headers.get(1).get("Authorization")).containsExactly("Bearer two");
            assertThat(runs).containsExactly("0", "0");
        }
    }

    @Test
    void aRecordForADestinationThatIsOffNowIsKeptAsFailed() throws Exception {
        try (InvokeTester effe = start("on-success", "http://localhost:1")) {
            accept(effe, 1);
            until(() -> effe.tester.metric("effe_events_tell_errors_total") >= 1);
        }
        try (InvokeTester effe = start()) {
            until(() -> effe.tester.metric("effe_events_failed") == 1);
            assertThat(effe.tester.logged(Level.ERROR))
                    .anyMatch(line -> line.getFormattedMessage().startsWith("on-success off was not told of"));
            assertThat(runs).containsExactly("0");
        }
    }

    @Test
    void aRecordThatCannotBeKeptIsKeptLaterAndNothingRunsAgain() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Logic<?> logic = Logic.of((request, response) -> {
            runs.add(request.text());
            running.countDown();
            release.await();
        });
        try (EventDestination success = new EventDestination();
                InvokeTester effe = InvokeTester.start(
                        logic, folder.resolve("data"), "on-success", success.url(), "max-events-bytes", "2MiB")) {
            String large = '"' + "x".repeat(300_000) + '"'; // More than a file of the journal takes.
            assertThat(effe.event(large).statusCode()).isEqualTo(202);
            running.await();
            // The second file cannot be made.
            Path inTheWay = folder.resolve("data/events/echo/0000000000000000002.journal.tmp/in/the/way");
            Files.createDirectories(inTheWay);
            release.countDown();
            until(() -> effe.tester.logged(Level.ERROR).stream()
                    .anyMatch(line -> line.getFormattedMessage().equals("Events cannot be kept")));
            for (Path folder = inTheWay; !folder.endsWith("echo"); folder = folder.getParent()) {
                Files.delete(folder);
            }
            until(() -> success.bodies.size() == 1);
            until(() -> effe.tester.metric("effe_events_pending") == 0);
            assertThat(runs).containsExactly(large);
        }
    }
}
