package dev.effe.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.dispatch.Outcome;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares with a timer of Micrometer's own that has the same buckets. */
class DurationsTest {

    private static final long[] NANOS = {
        0,
        1,
        999_999,
        1_000_000,
        1_000_001,
        2_500_000,
        2_500_001,
        4_999_999_999L,
        5_000_000_000L,
        29_999_999_999L,
        30_000_000_000L,
        30_000_000_001L,
        3_600_000_000_000L
    };

    private final PrometheusMeterRegistry micrometer = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final InvocationTimes times = new InvocationTimes();

    @Test
    void tellsWhatMicrometersTimersTell() {
        Timer timer = Timer.builder("effe.invocations")
                .tag("outcome", "timed_out")
                .serviceLevelObjectives(IntStream.range(0, Durations.bounds())
                        .mapToObj(i -> Duration.ofNanos(Durations.boundNanos(i)))
                        .toArray(Duration[]::new))
                .register(micrometer);
        for (long nanos : NANOS) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
            times.ended(new FakeEnd(Outcome.TIMED_OUT, nanos));
        }
        assertThat(lines(new PrometheusMeters(Map.of("", times)).scrape()))
                .contains("effe_invocations_seconds_max{outcome=\"timed_out\"} 3600.0")
                .containsExactlyInAnyOrderElementsOf(lines(micrometer.scrape()));
    }

    private static List<String> lines(String scraped) {
        return Stream.of(scraped.split("\n"))
                .filter(line -> line.startsWith("effe_invocations_seconds"))
                .toList();
    }
}
