package dev.effe.otel;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.effe.server.kit.LogLines;
import dev.effe.server.kit.Soon;
import dev.effe.spi.trace.Collector;
import dev.effe.spi.trace.SpanExporter;
import dev.effe.spi.trace.SpanRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** An exporter whose collector is down, refuses, is slow or wants a header. */
class OtlpExporterTest {

    private static final SpanRecord SPAN = new SpanRecord(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            "",
            "GET",
            SpanRecord.Kind.SERVER,
            1,
            2,
            Optional.empty(),
            Map.of(),
            Optional.of(new SpanRecord.Link("1af7651916cd43dd8448eb211c80319c", "c7ad6b7169203331")),
            "hello");

    private static SpanExporter open(String url) {
        return open(url, Map::of);
    }

    private static SpanExporter open(String url, Collector.Headers headers) {
        return new OtlpExporterProvider().open(new Collector(URI.create(url), headers, "shop", "host/1", "1.0"));
    }

    private static List<SpanRecord> spans(int count) {
        return Collections.nCopies(count, SPAN);
    }

    private static List<String> warnings(LogLines log) {
        return log.from(Level.WARN).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void sendsALinkToTheCollectorBelowItsPathWithItsHeaders() throws Exception {
        try (TestCollector collector = TestCollector.start();
                SpanExporter exporter =
                        open(collector.url() + "/tenant/", () -> Map.of("Authorization", "Bearer abc"))) {
            exporter.export(spans(1));

            Soon.await().until(() -> exporter.exported() == 1);
            assertThat(collector.requests()).containsExactly("POST /tenant/v1/traces Bearer abc");
            Span span = collector.span("GET");
            assertThat(span.getParentSpanId().isEmpty()).isTrue();
            assertThat(TestCollector.hex(span.getLinks(0).getTraceId())).isEqualTo("1af7651916cd43dd8448eb211c80319c");
        }
    }

    @Test
    void sendsWhatWaitsWhenItIsClosed() throws Exception {
        try (TestCollector collector = TestCollector.start()) {
            SpanExporter exporter = open(collector.url());
            exporter.export(spans(SpanQueue.BATCH + 1));
            exporter.close();

            assertThat(collector.spans()).hasSize(SpanQueue.BATCH + 1);
            exporter.export(spans(1));
            assertThat(exporter.dropped()).as("after the end").isEqualTo(1);
        }
    }

    @Test
    void aCollectorThatRefusesIsToldOnceAMinuteAndSpansAreCountedUntilItTakesThem() throws Exception {
        try (TestCollector collector = TestCollector.start();
                LogLines log = LogLines.ofAll();
                SpanExporter exporter = open(collector.url())) {
            collector.answer(400);
            exporter.export(spans(SpanQueue.BATCH));
            Soon.await().until(() -> exporter.dropped() == SpanQueue.BATCH);
            exporter.export(spans(SpanQueue.BATCH));
            Soon.await().until(() -> exporter.dropped() == 2 * SpanQueue.BATCH);
            Soon.await().until(() -> !warnings(log).isEmpty());
            assertThat(warnings(log))
                    .singleElement()
                    .asString()
                    .contains(collector.url() + "/v1/traces takes no spans: it answers 400");

            collector.answer(200);
            exporter.export(spans(SpanQueue.BATCH));
            Soon.await()
                    .until(() -> log.events().stream()
                            .anyMatch(line -> line.getFormattedMessage().endsWith("takes spans again")));
            assertThat(exporter.exported()).isEqualTo(SpanQueue.BATCH);
            assertThat(exporter.dropped()).isEqualTo(2 * SpanQueue.BATCH);
        }
    }

    @Test
    void headersThatCannotBeReadAreToldByTheirSetting() throws Exception {
        try (TestCollector collector = TestCollector.start();
                LogLines log = LogLines.ofAll();
                SpanExporter exporter = open(collector.url(), () -> {
                    throw new IOException("line 1 must be a header");
                })) {
            exporter.export(spans(SpanQueue.BATCH));
            Soon.await().until(() -> exporter.dropped() == SpanQueue.BATCH);
            Soon.await().until(() -> !warnings(log).isEmpty());
            assertThat(warnings(log)).singleElement().asString().contains("otlp-header-file: line 1 must be a header");
            assertThat(collector.requests()).isEmpty();
        }
    }

    @Test
    void aCollectorThatIsDownHoldsNobodyUpAndAStopNotForLong() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        SpanExporter exporter = open("http://localhost:" + port);
        int spans = 3 * SpanQueue.MOST;
        for (int i = 0; i < spans; i++) {
            exporter.export(spans(1));
        }
        assertThat(exporter.dropped()).as("at once").isGreaterThanOrEqualTo(spans - SpanQueue.MOST - SpanQueue.BATCH);
        assertClosesSoon(exporter);
        assertThat(exporter.dropped()).isEqualTo(spans);
    }

    @Test
    void aSlowCollectorGetsWhatHasRoomAndAStopDoesNotWaitForIt() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        try (TestCollector collector = TestCollector.start()) {
            collector.hold(open);
            SpanExporter exporter = open(collector.url());
            exporter.export(spans(SpanQueue.BATCH));
            Soon.await().until(() -> collector.requests().size() == 1);
            exporter.export(spans(SpanQueue.MOST));
            exporter.export(spans(1));
            assertThat(exporter.dropped()).as("no room").isEqualTo(1);

            assertClosesSoon(exporter);
            assertThat(exporter.exported()).isZero();
            assertThat(exporter.dropped()).isEqualTo(SpanQueue.BATCH + SpanQueue.MOST + 1);
        } finally {
            open.countDown();
        }
    }

    /** The queue is bounded in bytes too, for spans of the longest texts. */
    @Test
    void aSlowCollectorIsNotWaitedForWithManyLongSpans() throws Exception {
        Map<String, Object> longest = new HashMap<>();
        for (int i = 0; i < SpanRecord.MOST_ATTRIBUTES; i++) {
            longest.put("k".repeat(62) + (10 + i), "v".repeat(256));
        }
        SpanRecord span = new SpanRecord(
                SPAN.traceId(),
                SPAN.spanId(),
                "",
                "n".repeat(128),
                SPAN.kind(),
                1,
                2,
                Optional.of("f".repeat(256)),
                longest,
                Optional.empty(),
                "hello");
        CountDownLatch open = new CountDownLatch(1);
        try (TestCollector collector = TestCollector.start()) {
            collector.hold(open);
            SpanExporter exporter = open(collector.url());
            exporter.export(spans(SpanQueue.BATCH));
            Soon.await().until(() -> collector.requests().size() == 1);
            int bytes = 2 * (128 + 256 + 16 * (64 + 256));
            int fit = SpanQueue.MOST_BYTES / bytes;
            assertThat(fit).isLessThan(SpanQueue.MOST);
            for (int i = 0; i < fit; i++) {
                exporter.export(List.of(span));
            }
            assertThat(exporter.dropped()).isBetween(1L, (long) fit / 10);
            exporter.export(Collections.nCopies(100, span));
            assertThat(exporter.dropped()).as("a request is left out whole").isGreaterThan(100);

            open.countDown();
            Soon.await().until(() -> exporter.exported() > SpanQueue.BATCH + fit - fit / 10);
            exporter.export(Collections.nCopies(100, span));
            Soon.await().until(() -> exporter.exported() > SpanQueue.BATCH + fit - fit / 10 + 100);
            exporter.close();
        }
    }

    private static void assertClosesSoon(SpanExporter exporter) {
        long began = System.nanoTime();
        exporter.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
    }
}
