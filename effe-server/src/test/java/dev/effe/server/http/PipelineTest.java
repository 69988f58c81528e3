package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.dispatch.WorkerKind;
import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.kit.RawClient;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that a client sends without waiting for answers: each is answered as if it were alone, in order. */
@Timeout(120)
class PipelineTest {

    private static final int LARGE_BYTES = 70_000;

    private final Queue<String> calls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private final CountDownLatch mayAnswer = new CountDownLatch(1);

    private void answer(Request request, Response response) throws Exception {
        calls.add(request.target());
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            answer(request.path(), request.target() + request.text(), response);
        } finally {
            running.decrementAndGet();
        }
    }

    private void answer(String path, String text, Response response) throws Exception {
        switch (path) {
            case "/blocking" -> {
                LockSupport.parkNanos(1_000_000);
                response.text(text);
            }
            case "/waiting" -> {
                mayAnswer.await();
                response.text(text);
            }
            case "/failing" -> throw new IllegalStateException("on purpose");
            case "/status" -> throw new StatusException(418, text);
            case "/empty" -> response.status(204);
            case "/large" -> response.text(text + "x".repeat(LARGE_BYTES));
            case "/stream" -> {
                OutputStream out = response.stream();
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.flush();
                out.write('!');
            }
            default -> response.text(text);
        }
    }

    /** A request and what is to come back: the status and the body, or what is in it. */
    private record Sample(String request, String method, int status, String text) {

        static Sample random(Random random, int number) {
            String id = "?" + number;
            return switch (random.nextInt(10)) {
                case 0 -> new Sample(TestServer.request("HEAD", "/head" + id), "HEAD", 200, "");
                case 1 -> get("/blocking" + id, 200, "/blocking" + id);
                case 2 -> get("/failing" + id, 500, "\"status\":500");
                case 3 -> get("/status" + id, 418, "/status" + id);
                case 4 -> get("/empty" + id, 204, "");
                case 5 -> get("/large" + id, 200, "/large" + id + "x".repeat(LARGE_BYTES));
                case 6 -> get("/stream" + id, 200, "/stream" + id + "!");
                case 7 ->
                    new Sample(
                            TestServer.post("/echo" + id, "body" + number),
                            "POST",
                            200,
                            "/echo" + id + "body" + number);
                case 8 ->
                    new Sample(
                            TestServer.post("/echo" + id, "body" + number, "Expect: 100-continue"),
                            "POST",
                            200,
                            "/echo" + id + "body" + number);
                default -> get("/small" + id, 200, "/small" + id);
            };
        }

        static Sample get(String target, int status, String text) {
            return new Sample(TestServer.get(target), "GET", status, text);
        }

        void check(RawClient client) throws IOException {
            HttpAnswer answer = client.read(method);
            while (answer.status() == 100) {
                answer = client.read(method);
            }
            assertThat(answer.status()).as(request).isEqualTo(status);
            if (status < 400) {
                assertThat(answer.text()).as(request).isEqualTo(text);
            } else {
                assertThat(answer.text()).as(request).contains(text);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anyMixIsAnsweredInOrderHoweverItIsCut(WorkerKind workers) throws Exception {
        Assumptions.assumeTrue(
                workers != WorkerKind.VIRTUAL || Runtime.version().feature() >= 21, "Java has virtual threads");
        try (TestServer edge = TestServer.serving(this::answer, "workers", name(workers))) {
            for (int seed = 0; seed < 60; seed++) {
                mix(edge, new Random(seed));
            }
            assertThat(mostRunning).as("one of a connection at a time").hasValue(1);
            assertThat(edge.server.stop()).as("nothing is still going on").isTrue();
        }
    }

    private static String name(WorkerKind workers) {
        return workers.name().toLowerCase(Locale.ROOT);
    }

    private static void mix(TestServer edge, Random random) throws IOException {
        List<Sample> samples = new ArrayList<>();
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            samples.add(Sample.random(random, i));
            bytes.append(samples.get(i).request());
        }
        try (RawClient client = edge.client()) {
            int most = 1 << random.nextInt(13);
            for (int from = 0; from < bytes.length(); ) {
                int to = Math.min(bytes.length(), from + 1 + random.nextInt(most));
                client.send(bytes.substring(from, to));
                from = to;
            }
            for (Sample sample : samples) {
                sample.check(client);
            }
        }
    }

    @Test
    void theAnswersAreTheSameForEveryCutInTwo() throws Exception {
        List<Sample> samples = List.of(
                Sample.get("/a", 200, "/a"),
                new Sample(TestServer.request("HEAD", "/b"), "HEAD", 200, ""),
                new Sample(TestServer.post("/c", "123"), "POST", 200, "/c123"),
                Sample.get("/failing", 500, "\"status\":500"),
                Sample.get("/stream", 200, "/stream!"),
                Sample.get("/d", 200, "/d"));
        String bytes = String.join("", samples.stream().map(Sample::request).toList());
        try (TestServer edge = TestServer.serving(this::answer)) {
            RawClient client = edge.client();
            for (int cut = 1; cut < bytes.length(); cut++) {
                client.send(bytes.substring(0, cut));
                if (cut % 3 == 0) {
                    LockSupport.parkNanos(200_000); // So that some are answered in between.
                }
                client.send(bytes.substring(cut));
                for (Sample sample : samples) {
                    sample.check(client);
                }
            }
        }
    }

    @Test
    void nothingBehindTheLastRequestIsServed() throws Exception {
        for (String last : List.of("Connection: close", "connection: x, CLOSE")) {
            calls.clear();
            try (TestServer edge = TestServer.serving(this::answer)) {
                RawClient client = edge.client()
                        .send(TestServer.get("/1")
                                + TestServer.get("/blocking")
                                + TestServer.request("GET", "/3", last)
                                + TestServer.get("/4")
                                + TestServer.get("/5"));
                assertThat(client.read().header("Connection")).isEmpty();
                assertThat(client.read().text()).isEqualTo("/blocking");
                HttpAnswer answer = client.read();
                assertThat(answer.text()).isEqualTo("/3");
                assertThat(answer.header("Connection")).isEqualTo("close");
                assertThat(client.end()).isEqualTo("FIN");
                assertThat(calls).containsExactly("/1", "/blocking", "/3");
            }
        }
    }

    @Test
    void whatIsRefusedIsRefusedBehindTheAnswersBeforeIt() throws Exception {
        try (TestServer edge = TestServer.serving(this::answer)) {
            RawClient client = edge.client()
                    .send(TestServer.get("/1")
                            + TestServer.get("/blocking")
                            + TestServer.get("/large")
                            + TestServer.get("/4")
                            + "GET /bad\r\n\r\n"
                            + TestServer.get("/6"));
            assertThat(client.read().text()).isEqualTo("/1");
            assertThat(client.read().text()).isEqualTo("/blocking");
            assertThat(client.read().body()).hasSizeGreaterThan(LARGE_BYTES);
            assertThat(client.read().text()).isEqualTo("/4");
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.end()).isEqualTo("FIN");
            assertThat(calls).containsExactly("/1", "/blocking", "/large", "/4");
        }
    }

    @Test
    void anAnswerDoesNotWaitForTheCallBehindIt() throws Exception {
        try (TestServer edge = TestServer.serving(this::answer)) {
            RawClient client = edge.client()
                    .send(TestServer.get("/1")
                            + TestServer.get("/2")
                            + TestServer.get("/waiting")
                            + TestServer.get("/4"));
            assertThat(client.read().text()).isEqualTo("/1");
            assertThat(client.read().text()).isEqualTo("/2");
            mayAnswer.countDown();
            assertThat(client.read().text()).isEqualTo("/waiting");
            assertThat(client.read().text()).isEqualTo("/4");
        }
    }

    @Test
    void aDeadlineThatPassesInTheMiddleHoldsUpNothingForLonger() throws Exception {
        try (TestServer edge = TestServer.serving(this::answer, "timeout", "1s")) {
            RawClient client = edge.client()
                    .send(TestServer.get("/1")
                            + TestServer.get("/2")
                            + TestServer.get("/waiting")
                            + TestServer.get("/4")
                            + TestServer.get("/5"));
            assertThat(client.read().text()).isEqualTo("/1");
            assertThat(client.read().text()).isEqualTo("/2");
            assertThat(client.read().status()).isEqualTo(504);
            assertThat(client.read().text()).isEqualTo("/4");
            assertThat(client.read().text()).isEqualTo("/5");
        }
    }

    @Test
    void aHeadThatIsNotCompleteHoldsUpNoAnswerBeforeIt() throws Exception {
        try (TestServer edge = TestServer.serving(this::answer)) {
            RawClient client =
                    edge.client().send(TestServer.get("/1") + TestServer.get("/2") + "GET /3 HTTP/1.1\r\nHo");
            assertThat(client.read().text()).isEqualTo("/1");
            assertThat(client.read().text()).isEqualTo("/2");
            client.send("st: a\r\n\r\n");
            assertThat(client.read().text()).isEqualTo("/3");
            client.send(TestServer.get("/4") + TestServer.get("/5") + "GE").finish();
            assertThat(client.read().text()).isEqualTo("/4");
            assertThat(client.read().text()).isEqualTo("/5");
            assertThat(client.end()).isEqualTo("FIN");
        }
    }

    @Test
    void aClientThatLeavesEndsWhatItPipelined() throws Exception {
        try (TestServer edge = TestServer.serving(this::answer)) {
            for (int round = 0; round < 50; round++) {
                RawClient client = edge.client();
                client.send(TestServer.get("/blocking").repeat(5)
                        + TestServer.get("/small").repeat(30)
                        + TestServer.get("/large").repeat(5));
                if (round % 2 == 0) {
                    client.read();
                }
                client.reset();
            }
            assertThat(edge.fetch("/still").text()).isEqualTo("/still");
            assertThat(edge.server.stop()).as("nothing is still going on").isTrue();
        }
    }

    /** Requests that are read ahead of the answers, and answers that wait to be taken, have a bound. */
    @Test
    void whoReadsNothingIsNotServedForEver() throws Exception {
        int requests = 20_000;
        String target = "/" + "y".repeat(4000);
        AtomicLong served = new AtomicLong();
        try (TestServer edge = TestServer.serving((request, response) -> {
            served.incrementAndGet();
            response.text(request.target());
        })) {
            RawClient client = edge.client(4096);
            Thread sender = new Thread(() -> sendAll(client, TestServer.get(target), requests));
            sender.start();
            long before = SlowReaderTest.awaitStandstill(served);
            // The kernel's buffers of the one direction, 64 KiB in the channel, and what was begun before that was
            // full.
            assertThat(before * target.length()).isLessThan(8_000_000);
            for (int i = 0; i < requests; i++) {
                assertThat(client.read().text()).hasSize(target.length());
            }
            sender.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(served).hasValue(requests);
        }
    }

    private static void sendAll(RawClient client, String request, int count) {
        try {
            for (int i = 0; i < count; i++) {
                client.send(request);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
