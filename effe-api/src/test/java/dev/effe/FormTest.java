package dev.effe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {

    private static final String PAIRS = "application/x-www-form-urlencoded";

    private static Form pairs(String body) {
        return new FakeRequest(body, "Content-Type", PAIRS).form();
    }

    private static void refuses(Request request, int status, String message) {
        assertThatThrownBy(request::form)
                .isInstanceOfSatisfying(
                        StatusException.class, e -> assertThat(e.status()).isEqualTo(status))
                .hasMessageContaining(message);
    }

    @Test
    void readsPairs() {
        Form form = pairs("a=1&b=two+words&a=%C3%A9%26%3D");
        assertThat(form.field("b")).contains("two words");
        assertThat(form.fields())
                .containsExactly(Map.entry("a", List.of("1", "é&=")), Map.entry("b", List.of("two words")));
        assertThat(form.files()).isEmpty();
        assertThat(form.part("a").orElseThrow().filename()).isEmpty();
        assertThat(form.part("a").orElseThrow().contentType()).isEmpty();
    }

    @Test
    void aPairMayLackANameOrAValue() {
        assertThat(pairs("&&a&=1&b=&&c=x=y").fields())
                .containsExactly(
                        Map.entry("a", List.of("")),
                        Map.entry("", List.of("1")),
                        Map.entry("b", List.of("")),
                        Map.entry("c", List.of("x=y")));
        assertThat(pairs("").parts()).isEmpty();
    }

    @Test
    void readsPairsInTheCharsetOfTheForm() {
        Form form = new FakeRequest("n%E9=caf%E9", "Content-Type", PAIRS + "; charset=ISO-8859-1").form();
        assertThat(form.fields()).containsExactly(Map.entry("né", List.of("café")));
        assertThat(pairs("a=caf%E9").field("a")).as("it is not UTF-8").contains("caf\ufffd");
    }

    @Test
    void givesBytesAsTheyWere() {
        assertThat(pairs("a=%00%ff").part("a").orElseThrow().bytes()).containsExactly(0, -1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a=%+1", "a=%-1", "%=1", "a=1&b=%4&c=2"})
    void refusesAMalformedEscape(String body) {
        refuses(new FakeRequest(body, "Content-Type", PAIRS), 400, "The form has a malformed escape");
    }

    @Test
    void takesAThousandFieldsAndNoMore() {
        assertThat(pairs("a=1&".repeat(1000)).parts()).hasSize(1000);
        refuses(new FakeRequest("a=1&".repeat(1001), "Content-Type", PAIRS), 413, "more than 1000 fields");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "multipart/mixed; boundary=b",
                "text/plain",
                "application/x-www-form-urlencodedx",
                "multipart/form-data2; boundary=b",
                ""
            })
    void refusesWhatIsNoForm(String type) {
        refuses(new FakeRequest("a=1", "Content-Type", type), 415, "multipart/form-data");
        refuses(new FakeRequest("a=1"), 415, "multipart/form-data");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "APPLICATION/X-WWW-FORM-URLENCODED",
                "application/x-www-form-urlencoded ; x=y",
                "application/x-www-form-urlencoded;",
                "application/x-www-form-urlencoded; charset=\"utf-8\""
            })
    void knowsTheTypeWhateverItsCaseAndParameters(String type) {
        assertThat(new FakeRequest("a=1", "Content-Type", type).form().field("a"))
                .contains("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "; charset=utf-8; charset=utf-8 | has a parameter twice",
                "; charset                       | without a name or a value",
                "; =utf-8                        | without a name or a value",
                "; charset=\"utf-8               | has a quote that does not end",
                "; charset=\"utf-8\"x            | has something behind a quoted value"
            })
    void refusesAMalformedContentType(String parameters, String message) {
        refuses(new FakeRequest("a=1", "Content-Type", PAIRS + parameters), 400, message);
    }

    @Test
    void refusesACharsetThatIsNotKnown() {
        refuses(new FakeRequest("a=1", "Content-Type", PAIRS + "; charset=nope"), 415, "charset");
        refuses(new FakeRequest("a=1", "Content-Type", PAIRS + "; charset=\"no pe\""), 415, "charset");
    }

    @Test
    void refusesABodyThatIsStillEncoded() {
        Map<String, List<String>> headers = Map.of("Content-Type", List.of(PAIRS), "Content-Encoding", List.of("gzip"));
        refuses(new FakeRequest("a=1", headers), 415, "Content-Encoding");
    }

    @Test
    void readsABodyWhoseEncodingIsNone() {
        for (String none : List.of("identity", "Identity", "")) {
            Map<String, List<String>> headers =
                    Map.of("Content-Type", List.of(PAIRS), "Content-Encoding", List.of(none));
            assertThat(new FakeRequest("a=1", headers).form().field("a")).contains("1");
        }
    }

    @Test
    void theSampleOfTheJavadocReadsAForm() {
        FakeResponse response = new FakeResponse();
        String body = "--b\r\nContent-Disposition: form-data; name=title\r\n\r\nCat\r\n"
                + "--b\r\nContent-Disposition: form-data; name=picture; filename=c.png\r\n\r\nabc\r\n--b--";
        LogicSnippets.form(new FakeRequest(body, "Content-Type", "multipart/form-data; boundary=b"), response);
        assertThat(response.calls).containsExactly("text Cat: 3 bytes\n");
    }

    @Test
    void aPartIsShownWithoutItsContent() {
        assertThat(pairs("password=secret").parts().get(0)).hasToString("password (6 bytes)");
        assertThat(new String(pairs("a=b").parts().get(0).bytes(), StandardCharsets.US_ASCII))
                .isEqualTo("b");
    }
}
