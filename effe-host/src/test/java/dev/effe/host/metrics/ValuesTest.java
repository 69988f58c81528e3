package dev.effe.host.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValuesTest {

    private static final long MICRO = 1000;

    @Test
    void classesAscendWithoutGaps() {
        long before = -1;
        for (int i = 0; i < Buckets.COUNT; i++) {
            long from = Buckets.fromNanos(i);
            assertThat(from).isGreaterThan(before);
            assertThat(Buckets.of(from)).isEqualTo(i);
            if (i > 0) {
                assertThat(Buckets.of(from - 1)).isEqualTo(i - 1);
            }
            before = from;
        }
        assertThat(Buckets.of(Long.MAX_VALUE)).isEqualTo(Buckets.COUNT - 1);
        assertThat(Buckets.of(-5)).isZero();
    }

    @Test
    void percentilesAreAnEighthOffAtMost() {
        Random random = new Random(7);
        Series series = new Series("", "1");
        long[] nanos = new long[5000];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = (long) (Math.exp(random.nextGaussian() + 3) * 1000 * MICRO);
            series.begin();
            series.ended(false, nanos[i]);
        }
        Arrays.sort(nanos);
        Values values = series.peek();
        for (double percent : new double[] {1, 50, 90, 99, 99.9}) {
            long exact = nanos[(int) Math.min(nanos.length - 1, nanos.length * percent / 100)];
            assertThat(values.percentileNanos(percent)).isCloseTo(exact, within(exact / 8.0));
        }
        assertThat(values.percentileNanos(0)).isEqualTo(nanos[0]);
        assertThat(values.percentileNanos(100)).isEqualTo(nanos[nanos.length - 1]);
    }

    @Test
    void aSingleDurationIsEachPercentile() {
        Series series = new Series("", "1");
        series.begin();
        series.ended(false, 1234 * MICRO);
        assertThat(series.peek().percentileNanos(50)).isEqualTo(1234 * MICRO);
        assertThat(series.peek().percentileNanos(99.9)).isEqualTo(1234 * MICRO);
        assertThat(new Values().percentileNanos(99)).isZero();
    }

    @Test
    void countsWhatIsShorter() {
        Series series = new Series("", "1");
        for (long micros : new long[] {1, 1023, 1024, 4095, 4096}) {
            series.begin();
            series.ended(false, micros * MICRO);
        }
        assertThat(series.peek().shorterThan(1024 * MICRO)).isEqualTo(2);
        assertThat(series.peek().shorterThan(4096 * MICRO)).isEqualTo(4);
    }

    @Test
    void whatIsRefusedIsNoInvocation() {
        Series series = new Series("", "1");
        series.begin();
        series.refused();
        series.begin();
        series.dropped();
        series.begin();
        series.notStarted();
        assertThat(series.peek()).hasToString("1 invocations, 1 errors, 1 throttles, 1 at once");
        assertThat(series.peek().durations()).isZero();
    }
}
