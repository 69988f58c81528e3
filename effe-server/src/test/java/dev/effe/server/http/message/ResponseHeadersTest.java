package dev.effe.server.http.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseHeadersTest {

    private final ResponseHeaders headers = new ResponseHeaders();

    private String all() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < headers.size(); i++) {
            all.append(headers.name(i)).append('=').append(headers.value(i)).append(' ');
        }
        return all.toString();
    }

    @Test
    void addsBesideAndSetsInPlace() {
        headers.add("A", "1");
        headers.add("a", "2");
        headers.add("B", "3");
        assertThat(all()).isEqualTo("A=1 a=2 B=3 ");
        assertThat(headers.first("b")).isEqualTo("3");
        assertThat(headers.first("C")).isNull();
        headers.set("A", "4");
        assertThat(all()).isEqualTo("B=3 A=4 ");
    }

    /** Each with its colon, space and CRLF. */
    @Test
    void allTogetherHave64KiBAndNotAByteMore() {
        headers.add("A", "x".repeat(32 * 1024 - 5));
        headers.add("B", "x".repeat(32 * 1024 - 6));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> headers.add("C", ""))
                .withMessage("The headers of a response must have at most 65536 bytes together, but with C they would"
                        + " have 65540");
        headers.set("B", "x".repeat(32 * 1024 - 5));
        assertThatIllegalArgumentException().isThrownBy(() -> headers.set("A", "x".repeat(32 * 1024 - 4)));
    }

    @Test
    void takesOverWhatIsNamed() {
        ResponseHeaders others = new ResponseHeaders();
        others.add("Allow", "GET");
        others.add("X", "y");
        others.add("allow", "PUT");
        headers.addAll(others, List.of("ALLOW"));
        assertThat(all()).isEqualTo("Allow=GET allow=PUT ");
    }

    @Test
    void knowsTheLength() {
        assertThat(headers.contentLength()).isEqualTo(-1);
        headers.set("content-length", "007");
        headers.set("Content-Length", "999999999999999999");
        assertThat(headers.contentLength()).isEqualTo(999_999_999_999_999_999L);
        assertThatIllegalArgumentException().isThrownBy(() -> headers.add("CONTENT-LENGTH", "7"));
    }

    @Test
    void refusesWhatWouldSplitTheResponse() {
        for (String name :
                new String[] {"", " ", "a b", "a:", "a\r", "a\n", "\0", "\u00e9", "\u010a", "(", "Connection"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> headers.add(name, "x"));
            assertThatIllegalArgumentException().isThrownBy(() -> headers.set(name, "x"));
        }
        for (char c = 0; c < 0x3000; c++) {
            String value = "a" + c;
            if (c == '\t' || c >= ' ' && c < 0x7f || c > 0x7f && c <= 0xff) {
                headers.set("X", value);
            } else {
                assertThatIllegalArgumentException().isThrownBy(() -> headers.set("X", value));
            }
        }
    }
}
