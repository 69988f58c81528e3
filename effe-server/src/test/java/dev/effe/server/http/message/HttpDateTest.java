package dev.effe.server.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class HttpDateTest {

    /** As RFC_1123_DATE_TIME, but with two digits for the day, as HTTP wants it (RFC 9110, 5.6.7). */
    private static final DateTimeFormatter RFC_1123 =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    @Test
    void isTheOneOfTheRfc() {
        assertThat(HttpDate.format(784_111_777)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @Test
    void isAsJavaWritesIt() {
        // A prime number of seconds, so that every field takes many values.
        for (long second = 0; second < 10_000_000_000L; second += 7_654_321) {
            ZonedDateTime time = Instant.ofEpochSecond(second).atZone(ZoneOffset.UTC);
            String text = HttpDate.format(second);
            assertThat(text).isEqualTo(RFC_1123.format(time));
            assertThat(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toEpochSecond())
                    .isEqualTo(second);
        }
    }

    @Test
    void nowIsNow() {
        String now = new String(HttpDate.now(), StandardCharsets.US_ASCII);
        Instant time =
                ZonedDateTime.parse(now, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        assertThat(Duration.between(time, Instant.now())).isBetween(Duration.ZERO, Duration.ofSeconds(30));
    }
}
