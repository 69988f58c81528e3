package dev.effe.server.http.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.effe.StatusException;
import org.junit.jupiter.api.Test;

class MediaTypeTest {

    @Test
    void isUtf8UnlessItSaysOtherwise() {
        for (String type :
                new String[] {null, "", "text/plain", "text/plain;", "text/plain; x=y", ";", "charset=utf-16"}) {
            assertThat(MediaType.charset(type)).isEqualTo(UTF_8);
        }
    }

    @Test
    void takesTheCharsetThatIsNamed() {
        assertThat(MediaType.charset("text/plain; charset=iso-8859-1")).isEqualTo(ISO_8859_1);
        assertThat(MediaType.charset("text/plain;Charset=\"ISO-8859-1\"")).isEqualTo(ISO_8859_1);
        assertThat(MediaType.charset("text/plain; x=y ; CHARSET=UTF-16LE ; z")).isEqualTo(UTF_16LE);
        assertThat(MediaType.charset("text/plain; xcharset=latin1; charset=utf8"))
                .isEqualTo(UTF_8);
        assertThat(MediaType.charset("text/plain; x=\"; charset=utf-16le; \"; charset=latin1"))
                .isEqualTo(ISO_8859_1);
        assertThat(MediaType.charset("text/plain; x=\"\\\"; charset=utf-16le; \"; charset=latin1"))
                .isEqualTo(ISO_8859_1);
    }

    @Test
    void an415ForOneThatIsNotKnown() {
        for (String name : new String[] {"klingon", "", "\"\"", "a b", "\"", "\u00e9"}) {
            assertThatExceptionOfType(StatusException.class)
                    .isThrownBy(() -> MediaType.charset("text/plain; charset=" + name))
                    .satisfies(e -> assertThat(e.status()).isEqualTo(415));
        }
    }
}
