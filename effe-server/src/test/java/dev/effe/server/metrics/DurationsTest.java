package dev.effe.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares with a timer of Micrometer's own. */
class DurationsTest {

    private static final long[] NANOS = {
        0,
        1,
        999_999,
        1_000_000,
        1_000_001,
        1_048_576,
        1_048_577,
        2_500_000,
        1_073_741_824,
        29_999_999_999L,
        30_000_000_000L,
        30_000_000_001L,
        3_600_000_000_000L
    };

    private final PrometheusMeterRegistry micrometer = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final InvocationTimes times = new InvocationTimes();

    @Test
    void tellsWhatMicrometersTimersTell() {
        for (String outcome : times.byOutcome().keySet()) {
            Timer.builder("effe.invocations")
                    .description("Time from dispatch to the outcome")
                    .tag("outcome", outcome)
                    .publishPercentileHistogram()
                    .register(micrometer);
        }
        for (long nanos : NANOS) {
            micrometer.get("effe.invocations").tag("outcome", "failed").timer().record(nanos, TimeUnit.NANOSECONDS);
            times.byOutcome().get("failed").add(nanos);
        }
        assertThat(lines(new PrometheusMeters(Map.of("", times)).scrape()))
                .contains("effe_invocations_seconds_max{outcome=\"failed\"} 3600.0")
                .containsExactlyInAnyOrderElementsOf(lines(micrometer.scrape()));
    }

    private static List<String> lines(String scraped) {
        return Stream.of(scraped.split("\n"))
                .filter(line -> line.contains("effe_invocations_seconds"))
                .toList();
    }
}
