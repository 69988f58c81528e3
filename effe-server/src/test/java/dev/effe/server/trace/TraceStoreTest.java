package dev.effe.server.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Event;
import dev.effe.Request;
import dev.effe.Response;
import dev.effe.Span;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.dispatch.RequestTrace;
import dev.effe.spi.trace.SpanRecord;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraceStoreTest {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final Response RESPONSE = (Response) Proxy.newProxyInstance(
            TraceStoreTest.class.getClassLoader(), new Class<?>[] {Response.class}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });

    private static RequestTrace begin(TraceStore store, Request request) {
        return new FunctionTracing("hello", 1, store).begin(request, RESPONSE);
    }

    private static void trace(TraceStore store, String id, int millis) {
        begin(store, Ends.request(id, "/", null, null))
                .ended(Ends.after(Duration.ZERO, Duration.ZERO, Duration.ofMillis(millis), Outcome.SUCCEEDED));
    }

    private static TraceQuery slowest(int most) {
        return new TraceQuery(Optional.empty(), Optional.empty(), false, Instant.EPOCH, true, most);
    }

    private static TraceQuery failed(int most) {
        return new TraceQuery(Optional.empty(), Optional.empty(), true, Instant.EPOCH, false, most);
    }

    private static SpanRecord named(List<SpanRecord> spans, String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void keepsTheNewestTraces() {
        TraceStore store = new TraceStore(3);
        for (int i = 1; i <= 5; i++) {
            trace(store, "r" + i, i);
        }

        assertThat(store.find(slowest(10))).extracting(TraceView::requestId).containsExactly("r5", "r4", "r3");
        assertThat(store.find(slowest(1))).hasSize(1);
        assertThat(store.find(failed(10))).isEmpty();
    }

    @Test
    void takesNoMoreBytesThanItMay() {
        TraceStore store = new TraceStore(1_000_000, 1 << 20);
        String target = "/" + "x".repeat(10_000);
        for (int i = 0; i < 10_000; i++) {
            RequestTrace trace = begin(store, Ends.request("r" + i, target, null, null));
            trace.span("a".repeat(1_000)).set("b".repeat(1_000), "c".repeat(100_000));
            trace.ended(Ends.after(Duration.ZERO, Duration.ZERO, Duration.ofMillis(1), Outcome.SUCCEEDED));
        }

        List<TraceView> kept =
                store.find(new TraceQuery(Optional.empty(), Optional.empty(), false, Instant.EPOCH, false, 1_000_000));
        assertThat(kept).hasSizeBetween(100, 1_000);
        SpanRecord cut = named(kept.get(0).spans(), "a".repeat(128));
        assertThat(cut.attributes()).isEqualTo(Map.of("b".repeat(64), "c".repeat(256)));
    }

    @Test
    void aRequestHasSpansForWhatItWaitedForAndItsParts() {
        TraceStore store = new TraceStore(3);
        RequestTrace trace = begin(store, Ends.request("r", "/a?secret", PARENT, null));
        try (Span span = trace.span("charge")) {
            assertThat(trace.traceparent()).doesNotContain(PARENT.substring(36, 52));
            span.failed("card refused");
        }
        Span open = trace.span("open");
        trace.ended(Ends.after(Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofSeconds(1), Outcome.TIMED_OUT));

        List<SpanRecord> spans = store.find(failed(1)).get(0).spans();

        SpanRecord request = spans.get(0);
        assertThat(request.failure()).contains("timed_out");
        assertThat(request.parentId()).isEqualTo(PARENT.substring(36, 52));
        assertThat(request.nanos()).isEqualTo(Duration.ofMillis(1055).toNanos());
        assertThat(request.attributes())
                .containsEntry("http.response.status_code", 504L)
                .containsEntry("error.type", "timed_out")
                .containsEntry("faas.coldstart", true)
                .containsEntry("effe.context", 7L);
        assertThat(spans)
                .extracting(SpanRecord::name)
                .containsExactly("GET", "queue", "start", "run", "charge", "open");
        assertThat(named(spans, "queue").nanos()).isEqualTo(Duration.ofMillis(5).toNanos());
        assertThat(named(spans, "start").nanos())
                .isEqualTo(Duration.ofMillis(50).toNanos());
        assertThat(named(spans, "run").startNanos())
                .isEqualTo(named(spans, "start").endNanos());
        assertThat(named(spans, "charge").parentId())
                .isEqualTo(named(spans, "run").spanId());
        assertThat(named(spans, "charge").failure()).contains("card refused");
        assertThat(named(spans, "open").endNanos()).as("ends with its request").isEqualTo(request.endNanos());
        open.close();
        assertThat(store.find(failed(1)).get(0).spans().get(1).spanId())
                .as("is the same whenever it is asked for")
                .isEqualTo(spans.get(1).spanId());
    }

    @Test
    void whatIsBegunWithinASpanIsItsChildOnTheSameThreadOnly() throws InterruptedException {
        TraceStore store = new TraceStore(3);
        RequestTrace trace = begin(store, Ends.request("r", "/", null, null));
        Span outer = trace.span("outer");
        trace.span("inner").close();
        Thread other = new Thread(() -> trace.span("other").close());
        other.start();
        other.join();
        outer.close();
        trace.span("after").close();
        trace.ended(Ends.after(Duration.ZERO, Duration.ZERO, Duration.ofMillis(1), Outcome.SUCCEEDED));

        List<SpanRecord> spans = store.find(slowest(1)).get(0).spans();

        String run = named(spans, "run").spanId();
        assertThat(named(spans, "outer").parentId()).isEqualTo(run);
        assertThat(named(spans, "inner").parentId())
                .isEqualTo(named(spans, "outer").spanId());
        assertThat(named(spans, "other").parentId()).isEqualTo(run);
        assertThat(named(spans, "after").parentId()).isEqualTo(run);
    }

    @Test
    void aRequestHasSoManySpansAndNoMore() {
        TraceStore store = new TraceStore(3);
        RequestTrace trace = begin(store, Ends.request("r", "/", null, null));
        for (int i = 0; i < SampledTrace.MOST_PARTS + 7; i++) {
            Span span = trace.span("s");
            for (int k = 0; k < 30; k++) {
                span.set("k" + k, k);
            }
            span.close();
        }
        assertThat(trace.call("stock", "POST").traceparent()).isEqualTo(trace.traceparent());
        trace.ended(Ends.after(Duration.ZERO, Duration.ZERO, Duration.ofMillis(1), Outcome.SUCCEEDED));

        List<SpanRecord> spans = store.find(slowest(1)).get(0).spans();

        assertThat(spans).hasSize(SampledTrace.MOST_PARTS + 2);
        assertThat(spans.get(0).attributes()).containsEntry("effe.spans_left_out", 8L);
        assertThat(spans).allMatch(span -> span.attributes().size() <= SpanRecord.MOST_ATTRIBUTES);
    }

    /** Nobody's choice makes a span large: not a client's of its id, its path and its method, nor a function's. */
    @Test
    void everyTextOfASpanIsBounded() {
        TraceStore store = new TraceStore(3);
        String text = "x".repeat(100_000);
        RequestTrace trace = begin(store, Ends.request(text, "/" + text, null, null));
        trace.span(text).set(text, text).failed(text);
        trace.call(text, text).ended(0, text);
        trace.append(text, 1).ended(0, text);
        trace.ended(Ends.after(Duration.ZERO, Duration.ZERO, Duration.ofMillis(1), Outcome.SUCCEEDED));

        assertThat(store.find(slowest(1)).get(0).spans()).hasSize(5).allSatisfy(span -> {
            assertThat(span.name()).hasSizeLessThanOrEqualTo(128);
            assertThat(span.failure().orElse("")).hasSizeLessThanOrEqualTo(256);
            assertThat(span.attributes().keySet()).allMatch(key -> key.length() <= 64);
            assertThat(span.attributes().values())
                    .allMatch(value -> value.toString().length() <= 256);
        });
    }

    @Test
    void aReplayIsATraceOfItsOwnThatLinksToTheAppend() {
        TraceStore store = new TraceStore(3);
        Event event = new Event(
                "shop/placed/7", "placed", 1, 7, Optional.empty(), Instant.EPOCH, 1, Optional.of("bug"), Map.of());
        begin(store, Ends.request("r", "/", PARENT, event))
                .ended(Ends.after(Duration.ZERO, Duration.ZERO, Duration.ofMillis(1), Outcome.SUCCEEDED));

        SpanRecord request = store.find(slowest(1)).get(0).spans().get(0);

        assertThat(request.traceId()).isNotEqualTo(PARENT.substring(3, 35));
        assertThat(request.parentId()).isEmpty();
        assertThat(request.link()).contains(new SpanRecord.Link(PARENT.substring(3, 35), PARENT.substring(36, 52)));
        assertThat(request.attributes()).containsEntry("effe.replay", "bug").containsEntry("effe.offset", 7L);
    }
}
