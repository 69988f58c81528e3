package dev.effe.lambda.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RequestTimeTest {

    private static final DateTimeFormatter LIKE_JAVA = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    @Test
    void isWrittenAsJavaWritesIt() {
        Instant time = Instant.parse("2023-12-31T23:59:59.999Z");
        for (int i = 0; i < 30; i++) {
            assertThat(RequestTime.of(time)).isEqualTo(LIKE_JAVA.format(time));
            assertThat(RequestTime.of(time.plusMillis(1))).isEqualTo(LIKE_JAVA.format(time.plusMillis(1)));
            time = time.plusSeconds(17 * 86_400 + 3_661);
        }
        assertThat(RequestTime.of(Instant.EPOCH)).isEqualTo("01/Jan/1970:00:00:00 +0000");
    }
}
