package dev.effe.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.StatusException;
import dev.effe.server.dispatch.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MetersTest {

    private static final long MILLI = 1_000_000;

    private final Meters meters = new Meters();

    @Test
    void countsBeforeTheFirstScrapeAndAfterIt() {
        meters.ended(Outcome.SUCCEEDED, 2 * MILLI);
        meters.ended(Outcome.SUCCEEDED, 40 * MILLI);
        assertThat(meters.scrape().lines())
                .contains(
                        "effe_invocations_seconds_bucket{outcome=\"succeeded\",le=\"0.001\"} 0",
                        "effe_invocations_seconds_bucket{outcome=\"succeeded\",le=\"0.002097151\"} 1",
                        "effe_invocations_seconds_bucket{outcome=\"succeeded\",le=\"+Inf\"} 2",
                        "effe_invocations_seconds_count{outcome=\"succeeded\"} 2",
                        "effe_invocations_seconds_sum{outcome=\"succeeded\"} 0.042",
                        "effe_invocations_seconds_max{outcome=\"succeeded\"} 0.04");
        meters.ended(Outcome.SUCCEEDED, MILLI);
        assertThat(meters.scrape().lines()).contains("effe_invocations_seconds_count{outcome=\"succeeded\"} 3");
    }

    @Test
    void tellsOutcomesApart() {
        meters.ended(new Outcome.Failed(new StatusException(400, "no")), MILLI);
        meters.ended(new Outcome.Failed(new IllegalStateException()), MILLI);
        meters.ended(new Outcome.Failed(new IllegalStateException()), MILLI);
        meters.ended(Outcome.TIMED_OUT, MILLI);
        meters.ended(Outcome.ABANDONED, MILLI);
        meters.ended(new Outcome.Rejected(Outcome.Rejection.OVERLOADED, Duration.ZERO), MILLI);
        assertThat(meters.scrape().lines())
                .contains(
                        "effe_invocations_seconds_count{outcome=\"succeeded\"} 0",
                        "effe_invocations_seconds_count{outcome=\"status\"} 1",
                        "effe_invocations_seconds_count{outcome=\"failed\"} 2",
                        "effe_invocations_seconds_count{outcome=\"timed_out\"} 1",
                        "effe_invocations_seconds_count{outcome=\"abandoned\"} 1",
                        "effe_invocations_seconds_count{outcome=\"rejected\"} 1");
    }
}
