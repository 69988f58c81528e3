package dev.effe.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class MetricsTest {

    private static final Metrics METRICS = Metrics.of("""
            # HELP calls_total All calls {a="b"} 7
            # TYPE calls_total counter
            calls_total{function="a",outcome="success"} 3.0
            calls_total{function="b",outcome="success"} 4.0
            calls_total{function="b",outcome="error"} 1.5E-3
            text{value="a \\"b\\", {c}\\\\n\\n",other="x"} 1
            bucket{le="+Inf"} +Inf
            ready 1.0
            """);

    @Test
    void sumsAllThatHaveTheLabels() {
        assertThat(METRICS.value("ready")).isEqualTo(1);
        assertThat(METRICS.value("calls_total", "outcome", "success")).isEqualTo(7);
        assertThat(METRICS.value("calls_total", "outcome", "error", "function", "b"))
                .isEqualTo(0.0015);
        assertThat(METRICS.value("calls_total", "outcome", "timeout")).isZero();
        assertThat(METRICS.value("calls_total", "unknown", "error")).isZero();
        assertThat(METRICS.value("bucket", "le", "+Inf")).isInfinite();
    }

    @Test
    void readsEscapedLabels() {
        assertThat(METRICS.value("text", "value", "a \"b\", {c}\\n\n", "other", "x"))
                .isEqualTo(1);
    }

    @Test
    void saysWhatThereIs() {
        assertThatThrownBy(() -> METRICS.value("calls"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("There is no metric calls, but there are [bucket, calls_total, ready, text]");
        assertThatThrownBy(() -> METRICS.value("ready", "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The label a has no value");
        assertThat(METRICS).asString().contains("ready 1.0\n");
    }
}
