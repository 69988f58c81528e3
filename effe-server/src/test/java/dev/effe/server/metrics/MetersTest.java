package dev.effe.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.StatusException;
import dev.effe.server.dispatch.DispatchListener;
import dev.effe.server.dispatch.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MetersTest {

    private static final long MILLI = 1_000_000;

    private final Meters meters = new Meters();
    private final DispatchListener ends = meters.of("");

    @Test
    void countsBeforeTheFirstScrapeAndAfterIt() {
        ends.ended(Outcome.SUCCEEDED, 2 * MILLI);
        ends.ended(Outcome.SUCCEEDED, 40 * MILLI);
        assertThat(meters.scrape().lines())
                .contains(
                        "effe_invocations_seconds_bucket{outcome=\"succeeded\",le=\"0.001\"} 0",
                        "effe_invocations_seconds_bucket{outcome=\"succeeded\",le=\"0.002097151\"} 1",
                        "effe_invocations_seconds_bucket{outcome=\"succeeded\",le=\"+Inf\"} 2",
                        "effe_invocations_seconds_count{outcome=\"succeeded\"} 2",
                        "effe_invocations_seconds_sum{outcome=\"succeeded\"} 0.042",
                        "effe_invocations_seconds_max{outcome=\"succeeded\"} 0.04");
        ends.ended(Outcome.SUCCEEDED, MILLI);
        assertThat(meters.scrape().lines()).contains("effe_invocations_seconds_count{outcome=\"succeeded\"} 3");
    }

    @Test
    void tellsOutcomesApart() {
        ends.ended(new Outcome.Failed(new StatusException(400, "no")), MILLI);
        ends.ended(new Outcome.Failed(new IllegalStateException()), MILLI);
        ends.ended(new Outcome.Failed(new IllegalStateException()), MILLI);
        ends.ended(Outcome.TIMED_OUT, MILLI);
        ends.ended(Outcome.ABANDONED, MILLI);
        ends.ended(new Outcome.Rejected(Outcome.Rejection.OVERLOADED, Duration.ZERO), MILLI);
        assertThat(meters.scrape().lines())
                .contains(
                        "effe_invocations_seconds_count{outcome=\"succeeded\"} 0",
                        "effe_invocations_seconds_count{outcome=\"status\"} 1",
                        "effe_invocations_seconds_count{outcome=\"failed\"} 2",
                        "effe_invocations_seconds_count{outcome=\"timed_out\"} 1",
                        "effe_invocations_seconds_count{outcome=\"abandoned\"} 1",
                        "effe_invocations_seconds_count{outcome=\"rejected\"} 1");
    }

    @Test
    void tellsFunctionsApart() {
        meters.of("orders").ended(Outcome.SUCCEEDED, MILLI);
        meters.of("stock").ended(Outcome.TIMED_OUT, MILLI);
        assertThat(meters.scrape().lines())
                .contains(
                        "effe_invocations_seconds_count{function=\"orders\",outcome=\"succeeded\"} 1",
                        "effe_invocations_seconds_count{function=\"orders\",outcome=\"timed_out\"} 0",
                        "effe_invocations_seconds_count{function=\"stock\",outcome=\"timed_out\"} 1");
    }
}
