package dev.effe.server.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.effe.StatusException;
import dev.effe.server.dispatch.EndedInvocation;
import dev.effe.server.dispatch.Kind;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.metrics.FunctionStats;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The figures of the last minutes, by a clock that the test turns. */
class OverviewTest {

    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-";
    private static final List<FunctionView> NONE = List.of(new FunctionView("", FunctionStats.NONE));

    private long nanos = 1_000;
    private final Overview overview = new Overview(() -> nanos);

    private record Ended(String id, Outcome outcome, long totalNanos) implements EndedInvocation {

        @Override
        public Kind kind() {
            return Kind.REQUEST;
        }

        @Override
        public String function() {
            return "orders";
        }

        @Override
        public @Nullable String traceparent() {
            return switch (id.charAt(0)) {
                case 't' -> TRACEPARENT + "01";
                case 'u' -> TRACEPARENT + "00";
                default -> null;
            };
        }

        @Override
        public long contextId() {
            return 1;
        }

        @Override
        public boolean hasRun() {
            return true;
        }

        @Override
        public long queueNanos() {
            return 0;
        }

        @Override
        public long startNanos() {
            return 0;
        }

        @Override
        public long runNanos() {
            return totalNanos;
        }
    }

    private void ended(String id, Outcome outcome, long millis) {
        overview.listener().ended(new Ended(id, outcome, TimeUnit.MILLISECONDS.toNanos(millis)));
    }

    private void passes(long seconds) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
        overview.sample(NONE);
    }

    private List<String> ids(String list) {
        return values(list, "id");
    }

    private List<String> values(String list, String field) {
        return ((List<?>) overview.fields().get(list))
                .stream()
                        .map(each -> String.valueOf(((Map<?, ?>) each).get(field)))
                        .toList();
    }

    @Test
    void samplesEachFiveSeconds() {
        for (int i = 1; i <= 100; i++) {
            ended("a" + i, i > 90 ? new Outcome.Failed(new IllegalStateException()) : Outcome.SUCCEEDED, i);
        }
        passes(4);
        assertThat(overview.samples()).isEmpty();
        passes(1);
        passes(5);
        Sample first = overview.samples().get(0);
        assertThat(first.perSecond()).isEqualTo(20);
        assertThat(first.failedPerSecond()).isEqualTo(2);
        assertThat(first.p50()).isCloseTo(50, within(10.0));
        assertThat(first.p95()).isCloseTo(95, within(19.0));
        assertThat(first.p99()).isCloseTo(99, within(20.0));
        Sample second = overview.samples().get(1);
        assertThat(second.perSecond()).isZero();
        assertThat(second.p99()).isZero();
    }

    @Test
    void keepsTenMinutes() {
        for (int i = 0; i < 300; i++) {
            passes(5);
        }
        assertThat(overview.samples()).hasSize(120);
    }

    @Test
    void tellsTheSlowestOfTenMinutes() {
        for (int i = 1; i <= 50; i++) {
            ended("a" + i, Outcome.SUCCEEDED, i);
        }
        assertThat(ids("slowest")).hasSize(10).startsWith("a50", "a49").endsWith("a41");
        passes(61);
        ended("late", Outcome.SUCCEEDED, 45);
        ended("fast", Outcome.SUCCEEDED, 1);
        assertThat(ids("slowest")).startsWith("a50").contains("late").doesNotContain("fast");
        for (int i = 0; i < 9; i++) {
            passes(61);
        }
        assertThat(ids("slowest")).containsExactly("late", "fast");
    }

    @Test
    void tellsTheLastThatFailed() {
        ended("no", new Outcome.Failed(new StatusException(404, "none")), 1);
        ended("broken", new Outcome.Failed(new StatusException(503, "down")), 1);
        for (int i = 0; i < 30; i++) {
            ended("t" + i, Outcome.TIMED_OUT, 1);
        }
        assertThat(ids("failed")).hasSize(20).startsWith("t29", "t28").doesNotContain("no");
        assertThat(overview.fields().get("failed").toString())
                .contains("outcome=timed out", "traceId=0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void namesTracesThatAreSampled() {
        ended("no trace", Outcome.SUCCEEDED, 3);
        ended("traced", Outcome.SUCCEEDED, 2);
        ended("unsampled", Outcome.SUCCEEDED, 1);
        assertThat(values("slowest", "traceId")).containsExactly("", "0af7651916cd43dd8448eb211c80319c", "");
    }

    @Test
    void countsAnyDuration() {
        Latencies latencies = new Latencies();
        long[] before = latencies.counts();
        for (long each : new long[] {-1, 0, 1, 1 << 20, Long.MAX_VALUE}) {
            latencies.add(each);
        }
        assertThat(Latencies.millis(before, latencies.counts(), 1)).isGreaterThan(500_000);
        assertThat(Latencies.millis(before, latencies.counts(), 0.2)).isLessThan(0.01);
    }
}
