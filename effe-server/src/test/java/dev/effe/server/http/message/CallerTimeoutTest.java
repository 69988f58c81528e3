package dev.effe.server.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTimeoutTest {

    private static long nanos(String... namesAndValues) {
        HeaderFields headers = new HeaderFields();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return CallerTimeout.nanos(headers);
    }

    private static Duration read(String... namesAndValues) {
        return Duration.ofNanos(nanos(namesAndValues));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "250,250", "007,7", "9999999,9999999"})
    void effeTimeoutIsMilliseconds(String text, long millis) {
        assertThat(read("effe-timeout", text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345678", "-1", "+1", "1.5", "1s", " 1", "1 ", "1,2", "0x1", "١"})
    void anyOtherIsPassedBy(String text) {
        assertThat(nanos("Effe-Timeout", text)).isEqualTo(CallerTimeout.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "20,20000",
        "1.5,1500",
        "0.25,250",
        "30s,30000",
        "1.5s,1500",
        "250ms,250",
        "1m30s,90000",
        "1h,3600000",
        "2000000us,2000",
        "1000000ns,1",
        "0.5m,30000"
    })
    void xTimeoutIsSecondsOrAGoDuration(String text, long millis) {
        assertThat(read("X-Timeout", text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0s",
                "0.0",
                "-5",
                "-5s",
                "+5",
                "soon",
                "5 s",
                "5S",
                "5d",
                "s",
                "1.",
                ".5",
                "1..2s",
                "1m30",
                "30 1m",
                "1e9",
                "NaN",
                "99999999999999999999999999999999",
                "999999999999999999999999999999999"
            })
    void anyOtherOfTheseTooIsPassedBy(String text) {
        assertThat(nanos("X-Timeout", text)).isEqualTo(CallerTimeout.NONE);
    }

    @Test
    void theShorterOneCounts() {
        assertThat(read("X-Timeout", "2", "Effe-Timeout", "500")).isEqualTo(Duration.ofMillis(500));
        assertThat(read("X-Timeout", "2", "Effe-Timeout", "5000")).isEqualTo(Duration.ofSeconds(2));
        assertThat(read("X-Timeout", "no", "Effe-Timeout", "5000")).isEqualTo(Duration.ofSeconds(5));
        assertThat(nanos("Host", "a")).isEqualTo(CallerTimeout.NONE);
    }
}
