package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.kit.RawClient;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * The time that a client may take. Upper bounds are generous: builds run on busy machines. All wait at the same time,
 * each on connections of its own.
 */
class TimeLimitsTest {

    private static final double LONGEST_SECONDS = 8;

    private static final List<String> CALLS = new CopyOnWriteArrayList<>();
    private static TestServer edge;

    @BeforeAll
    static void start() throws Exception {
        edge = TestServer.serving(
                (request, response) -> CALLS.add(request.path()),
                "head-timeout",
                "1s",
                "body-timeout",
                "2s",
                "idle-timeout",
                "1500ms");
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    @TestFactory
    List<DynamicTest> timeLimits() {
        Map<String, Executable> scenarios = new LinkedHashMap<>();
        scenarios.put(
                "aConnectionThatSendsNothingIsClosedSilently",
                TimeLimitsTest::aConnectionThatSendsNothingIsClosedSilently);
        scenarios.put("anEmptyLineIsNothingToo", TimeLimitsTest::anEmptyLineIsNothingToo);
        scenarios.put("aConnectionIsKeptBetweenRequests", TimeLimitsTest::aConnectionIsKeptBetweenRequests);
        scenarios.put("aHeadThatStopsIs408", TimeLimitsTest::aHeadThatStopsIs408);
        scenarios.put("aHeadByteByByteIs408", TimeLimitsTest::aHeadByteByByteIs408);
        scenarios.put("aSecondHeadThatStopsIs408", TimeLimitsTest::aSecondHeadThatStopsIs408);
        scenarios.put("aBodyThatStopsIs408", TimeLimitsTest::aBodyThatStopsIs408);
        scenarios.put("aBodyByteByByteIs408", TimeLimitsTest::aBodyByteByByteIs408);
        scenarios.put("aSlowButSteadyBodyIsFine", TimeLimitsTest::aSlowButSteadyBodyIsFine);
        scenarios.put(
                "aBodyBelowTheMinimumRateIs408AfterItsGrace",
                TimeLimitsTest::aBodyBelowTheMinimumRateIs408AfterItsGrace);
        List<DynamicTest> tests = new ArrayList<>();
        scenarios.forEach((name, scenario) -> {
            FutureTask<Void> task = new FutureTask<>(() -> {
                try {
                    scenario.execute();
                } catch (Throwable failure) {
                    throw new AssertionError(name, failure);
                }
                return null;
            });
            new Thread(task, name).start();
            tests.add(DynamicTest.dynamicTest(name, task::get));
        });
        return tests;
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    /** Sends a byte now and then until the server has had enough. */
    private static void drip(RawClient client, String text) throws IOException {
        long start = System.nanoTime();
        try {
            for (int i = 0; seconds(start) < 4; i++) {
                client.send(text.substring(i % text.length(), i % text.length() + 1));
                LockSupport.parkNanos(50_000_000);
            }
        } catch (SocketException closed) {
            // The answer can still be read.
        }
    }

    private static void assertTimedOut(RawClient client, long start, double earliest) throws IOException {
        HttpAnswer answer = client.read();
        assertThat(answer.status()).isEqualTo(408);
        assertThat(answer.header("Connection")).isEqualTo("close");
        assertThat(answer.text()).contains("urn:effe:error:timeout");
        assertThat(client.end()).isEqualTo("FIN");
        assertThat(seconds(start)).isBetween(earliest, LONGEST_SECONDS);
    }

    private static void aConnectionThatSendsNothingIsClosedSilently() throws Exception {
        long start = System.nanoTime();
        assertThat(edge.client().end()).isEqualTo("FIN");
        assertThat(seconds(start)).isBetween(0.9, LONGEST_SECONDS);
    }

    private static void anEmptyLineIsNothingToo() throws Exception {
        assertThat(edge.client().send("\r\n").end()).isEqualTo("FIN");
    }

    private static void aConnectionIsKeptBetweenRequests() throws Exception {
        RawClient client = edge.client().send(TestServer.get("/"));
        assertThat(client.read().status()).isEqualTo(200);
        long start = System.nanoTime();
        assertThat(client.end()).isEqualTo("FIN");
        assertThat(seconds(start)).isBetween(1.3, LONGEST_SECONDS);
    }

    private static void aHeadThatStopsIs408() throws Exception {
        long start = System.nanoTime();
        assertTimedOut(edge.client().send("GET /never HTTP/1.1\r\nHost: a\r\n"), start, 0.9);
        start = System.nanoTime();
        assertTimedOut(edge.client().send("G"), start, 0.9);
        assertThat(CALLS).doesNotContain("/never");
    }

    private static void aHeadByteByByteIs408() throws Exception {
        long start = System.nanoTime();
        RawClient client = edge.client().send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
        drip(client, "x");
        assertThat(client.read().status()).isEqualTo(408);
        assertThat(seconds(start)).isLessThan(LONGEST_SECONDS);
    }

    private static void aSecondHeadThatStopsIs408() throws Exception {
        RawClient client = edge.client().send(TestServer.get("/") + "GET /");
        assertThat(client.read().status()).isEqualTo(200);
        assertTimedOut(client, System.nanoTime(), 0.5);
    }

    private static void aBodyThatStopsIs408() throws Exception {
        long start = System.nanoTime();
        assertTimedOut(
                edge.client().send(TestServer.request("POST", "/never", "Content-Length: 10") + "123456789"),
                start,
                1.8);
        RawClient continued = edge.client()
                .send(TestServer.request("POST", "/never", "Expect: 100-continue", "Transfer-Encoding: chunked"));
        assertThat(continued.read().status()).isEqualTo(100);
        assertTimedOut(continued, System.nanoTime(), 1.5);
        assertThat(CALLS).doesNotContain("/never");
    }

    private static void aBodyByteByByteIs408() throws Exception {
        RawClient client = edge.client().send(TestServer.request("POST", "/", "Transfer-Encoding: chunked"));
        drip(client, "1\r\nx\r\n");
        assertThat(client.read().status()).isEqualTo(408);
    }

    private static void aSlowButSteadyBodyIsFine() throws Exception {
        RawClient client = edge.client().send(TestServer.request("POST", "/", "Content-Length: 20"));
        for (int i = 0; i < 20; i++) {
            client.send("x");
            LockSupport.parkNanos(20_000_000);
        }
        assertThat(client.read().status()).isEqualTo(200);
    }

    private static void aBodyBelowTheMinimumRateIs408AfterItsGrace() throws Exception {
        try (TestServer strict =
                TestServer.serving((request, response) -> {}, "min-body-rate", "1000", "body-timeout", "60s")) {
            long start = System.nanoTime();
            RawClient client = strict.client()
                    .send(TestServer.request("POST", "/", "Content-Length: 100000"))
                    .send(new byte[2000]);
            RawClient steady = strict.client().send(TestServer.request("POST", "/", "Content-Length: 100000"));
            steady.send(new byte[90_000]);
            assertThat(client.read().status()).isEqualTo(408);
            assertThat(seconds(start)).isBetween(4.9, 15.0);
            assertThat(steady.send(new byte[10_000]).read().status()).isEqualTo(200);
        }
    }
}
