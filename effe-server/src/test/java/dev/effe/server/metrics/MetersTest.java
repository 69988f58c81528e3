package dev.effe.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.StatusException;
import dev.effe.server.dispatch.DispatchListener;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.pool.PoolStats;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MetersTest {

    private static final long MILLI = 1_000_000;

    private final Meters meters = new Meters();
    private final DispatchListener ends = meters.of("");

    @Test
    void countsBeforeTheFirstScrapeAndAfterIt() {
        ends.ended(new FakeEnd(Outcome.SUCCEEDED, 2 * MILLI));
        ends.ended(new FakeEnd(Outcome.SUCCEEDED, 40 * MILLI));
        assertThat(meters.scrape().lines())
                .contains(
                        "effe_invocations_seconds_bucket{outcome=\"succeeded\",le=\"0.001\"} 0",
                        "effe_invocations_seconds_bucket{outcome=\"succeeded\",le=\"0.0025\"} 1",
                        "effe_invocations_seconds_bucket{outcome=\"succeeded\",le=\"+Inf\"} 2",
                        "effe_invocations_seconds_count{outcome=\"succeeded\"} 2",
                        "effe_invocations_seconds_sum{outcome=\"succeeded\"} 0.042",
                        "effe_invocations_seconds_max{outcome=\"succeeded\"} 0.04");
        ends.ended(new FakeEnd(Outcome.SUCCEEDED, MILLI));
        assertThat(meters.scrape().lines()).contains("effe_invocations_seconds_count{outcome=\"succeeded\"} 3");
    }

    @Test
    void tellsOutcomesApart() {
        ends.ended(new FakeEnd(new Outcome.Failed(new StatusException(400, "no")), MILLI));
        ends.ended(new FakeEnd(new Outcome.Failed(new IllegalStateException()), MILLI));
        ends.ended(new FakeEnd(new Outcome.Failed(new IllegalStateException()), MILLI));
        ends.ended(new FakeEnd(Outcome.TIMED_OUT, MILLI));
        ends.ended(new FakeEnd(Outcome.ABANDONED, MILLI));
        ends.ended(new FakeEnd(new Outcome.Rejected(Outcome.Rejection.OVERLOADED, Duration.ZERO), MILLI));
        assertThat(meters.scrape().lines())
                .contains(
                        "effe_invocations_seconds_count{outcome=\"status\"} 1",
                        "effe_invocations_seconds_count{outcome=\"failed\"} 2",
                        "effe_invocations_seconds_count{outcome=\"timed_out\"} 1",
                        "effe_invocations_seconds_count{outcome=\"abandoned\"} 1",
                        "effe_invocations_seconds_count{outcome=\"rejected\"} 1")
                .noneMatch(line -> line.contains("succeeded"));
    }

    @Test
    void tellsTheWaitsOfThoseThatRan() {
        assertThat(meters.scrape().lines()).noneMatch(line -> line.startsWith("effe_queue_seconds"));
        ends.ended(new FakeEnd(Outcome.SUCCEEDED, 40 * MILLI, 4000 * MILLI, MILLI));
        ends.ended(new FakeEnd(Outcome.SUCCEEDED, 20 * MILLI, 0, MILLI));
        ends.ended(new FakeEnd(Outcome.ABANDONED, 20 * MILLI, 0, 0));
        assertThat(meters.scrape().lines())
                .contains(
                        "effe_queue_seconds_count 2",
                        "effe_queue_seconds_sum 0.06",
                        "effe_start_seconds_count 1",
                        "effe_start_seconds_sum 4.0");
    }

    @Test
    void tellsFunctionsApart() {
        meters.of("orders").ended(new FakeEnd(Outcome.SUCCEEDED, MILLI));
        meters.of("stock").ended(new FakeEnd(Outcome.TIMED_OUT, MILLI));
        assertThat(meters.scrape().lines())
                .contains(
                        "effe_invocations_seconds_count{function=\"orders\",outcome=\"succeeded\"} 1",
                        "effe_invocations_seconds_count{function=\"stock\",outcome=\"timed_out\"} 1");
    }

    @Test
    void aFunctionMayComeAfterTheFirstScrape() {
        meters.scrape();
        meters.of("late").ended(new FakeEnd(Outcome.SUCCEEDED, MILLI));
        PoolStats contexts = new PoolStats(0, 1, 0, 0, 0, 0, 2, 0, 1, 0);
        FunctionStats stats = new FunctionStats(contexts, 7, 3, 4, 5);
        meters.watch("late", () -> stats.plus(stats).plus(FunctionStats.NONE));
        assertThat(meters.scrape().lines())
                .contains(
                        "effe_invocations_seconds_count{function=\"late\",outcome=\"succeeded\"} 1",
                        "effe_contexts{function=\"late\",state=\"in_use\"} 2.0",
                        "effe_contexts_limit{function=\"late\"} 7.0",
                        "effe_contexts_started_total{function=\"late\"} 4.0",
                        "effe_contexts_stopped_total{function=\"late\"} 2.0",
                        "effe_invocations_running{function=\"late\"} 6.0",
                        "effe_invocations_queued{function=\"late\"} 8.0",
                        "effe_invocations_open{function=\"late\"} 10.0");
    }
}
