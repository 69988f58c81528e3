package dev.effe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartTest {

    private static final String TYPE = "multipart/form-data; boundary=XyZ";

    /** A request of this body, in which line breaks are CRLF. */
    private static Request request(String type, String body) {
        byte[] utf8 = body.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return new FakeRequest(new String(utf8, StandardCharsets.ISO_8859_1), "Content-Type", type);
    }

    private static Form form(String body) {
        return request(TYPE, body).form();
    }

    /** A part with these headers. */
    private static Part part(String headers) {
        return form("--XyZ\n" + headers + "\n\nabc\n--XyZ--\n").parts().get(0);
    }

    private static void refuses(String type, String body, String message) {
        assertThatThrownBy(() -> request(type, body).form())
                .isInstanceOfSatisfying(
                        StatusException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessageContaining(message);
    }

    @Test
    void readsWhatABrowserSends() throws IOException {
        Form form = form("""
                --XyZ
                Content-Disposition: form-data; name="title"

                Grüße
                --XyZ
                Content-Disposition: form-data; name="picture"; filename="katze ü.png"
                Content-Type: image/png

                line
                --Xy

                --XyZ
                Content-Disposition: form-data; name="none"; filename=""
                Content-Type: application/octet-stream


                --XyZ--
                """);
        assertThat(form.parts()).hasSize(3);
        assertThat(form.field("title")).contains("Grüße");
        assertThat(form.fields()).containsOnlyKeys("title");
        Part picture = form.part("picture").orElseThrow();
        assertThat(picture.filename()).contains("katze ü.png");
        assertThat(picture.contentType()).contains("image/png");
        assertThat(picture.text()).isEqualTo("line\r\n--Xy\r\n");
        assertThat(picture.stream().readAllBytes()).isEqualTo(picture.bytes());
        assertThat(form.field("picture")).as("a file is no field").isEmpty();
        assertThat(form.files()).extracting(Part::name).containsExactly("picture", "none");
        assertThat(form.part("none").orElseThrow().filename()).contains("");
        assertThat(form.part("none").orElseThrow().size()).isZero();
    }

    @Test
    void aFormMayBeEmpty() {
        assertThat(form("--XyZ--").parts()).isEmpty();
        assertThat(form("--XyZ--\n").parts()).isEmpty();
    }

    @Test
    void whatStandsBeforeAndBehindIsNotOfIt() {
        String body =
                "preamble\n--Xy\n--XyZ \t\nContent-Disposition: form-data; name=a\n\n1\n--XyZ--  \nepilogue\n--XyZ\n";
        assertThat(form(body).fields()).containsExactly(java.util.Map.entry("a", List.of("1")));
    }

    @Test
    void aPartMayHaveNoContentAtAll() {
        assertThat(form("--XyZ\nContent-Disposition: form-data; name=a\n\n--XyZ--")
                        .field("a"))
                .contains("");
    }

    @Test
    void contentIsBytesWhateverTheyAre() {
        byte[] content = new byte[200_000];
        new Random(7).nextBytes(content);
        String text = new String(content, StandardCharsets.ISO_8859_1);
        String body = "--XyZ\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n" + text + "\r\n--XyZ--\r\n";
        assertThat(new FakeRequest(body, "Content-Type", TYPE)
                        .form()
                        .part("a")
                        .orElseThrow()
                        .bytes())
                .isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r", "--", "a--XyZ", "\r\n--Xy", "\n--XyZ", "\r\n-", "\r\n\r\n", "a--XyZ--"})
    void contentMayLookLikeABoundary(String content) {
        String body = "--XyZ\r\nContent-Disposition: form-data; name=a\r\n\r\n" + content + "x\r\n--XyZ--";
        assertThat(new FakeRequest(body, "Content-Type", TYPE).form().field("a"))
                .contains(content + "x");
    }

    @Test
    void isCutAtEveryByte() {
        String body = "--XyZ\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n"
                + "--XyZ\r\nContent-Disposition: form-data; name=b; filename=\"c\"\r\nContent-Type: x/y\r\n\r\n22\r\n--XyZ--";
        assertThat(new FakeRequest(body, "Content-Type", TYPE).form().parts()).hasSize(2);
        for (int end = 0; end < body.length(); end++) {
            Request cut = new FakeRequest(body.substring(0, end), "Content-Type", TYPE);
            assertThatThrownBy(cut::form).as("cut at " + end).isInstanceOf(StatusException.class);
        }
    }

    @Test
    void oneChangedByteIsNeverMoreThanARefusal() {
        String body =
                "--XyZ\r\nContent-Disposition: form-data; name=\"a\"; filename*=UTF-8''%41\r\n\r\n1\r\n--XyZ--\r\n";
        for (int at = 0; at < body.length(); at++) {
            for (char c : "\0\r\n\t -\";=%':\\\u00ff".toCharArray()) {
                Request changed =
                        new FakeRequest(body.substring(0, at) + c + body.substring(at + 1), "Content-Type", TYPE);
                try {
                    assertThat(changed.form().parts()).hasSizeLessThan(2);
                } catch (StatusException refused) {
                    assertThat(refused.status()).isEqualTo(400);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name=\"a b\"              | a b",
                "name=a                    | a",
                "NAME=a                    | a",
                "name=\"\"                 | ``",
                "name = \"a\" ;            | a",
                "name=\"a;b\"              | a;b",
                "name=\"form:field=1,2\"   | form:field=1,2",
                "name=\"user[0].name\"     | user[0].name",
                "name=\"a\\\"b\"           | a\"b",
                "name=\"a\\\\b\"           | a\\b",
                "name=\"a\\b\"             | a\\b",
                "name=\"a%22b\"            | a%22b"
            })
    void keepsNamesAsTheyAre(String parameter, String name) {
        assertThat(part("Content-Disposition: form-data; " + parameter).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "filename=a.txt                     | a.txt",
                "filename=\"a b; c.txt\"            | a b; c.txt",
                "filename=\"C:\\temp\\new.txt\"     | new.txt",
                "filename=\"../../etc/passwd\"      | passwd",
                "filename=\"/\"                     | ``",
                "filename=\"..\"                    | ``",
                "filename=\"a/..\"                  | ``",
                "filename=\"..a\"                   | ..a",
                "filename=\"a\\\"b.txt\"            | a\"b.txt",
                "filename*=UTF-8''%e2%82%ac%20a.txt | € a.txt",
                "filename*=utf-8'en'a+b             | a+b",
                "filename=x; filename*=UTF-8''y     | y",
                "filename*=UTF-8''..%2fa            | a"
            })
    void givesFilesANameWithoutFolders(String parameter, String name) {
        assertThat(part("Content-Disposition: form-data; name=f; " + parameter).filename())
                .contains(name);
    }

    @Test
    void readsTextInThePartsOwnCharset() {
        String body =
                "--XyZ\r\nContent-Disposition: form-data; name=a\r\nContent-Type: text/plain; charset=ISO-8859-1\r\n"
                        + "\r\n\u00e9\r\n--XyZ--";
        assertThat(new FakeRequest(body, "Content-Type", TYPE).form().field("a"))
                .contains("é");
        Part unknown = part("Content-Disposition: form-data; name=a\nContent-Type: text/plain; charset=nope");
        assertThat(unknown.size()).isEqualTo(3);
        assertThatThrownBy(unknown::text)
                .isInstanceOfSatisfying(
                        StatusException.class, e -> assertThat(e.status()).isEqualTo(415));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7bit", "8BIT", "binary"})
    void takesTransferEncodingsThatAreNone(String encoding) {
        assertThat(part("content-disposition:form-data;name=a\nContent-Transfer-Encoding: " + encoding)
                        .text())
                .isEqualTo("abc");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "X: 1                                                       | has no Content-Disposition",
                "Content-Disposition: attachment; name=a                    | has no Content-Disposition",
                "Content-Disposition: form-data                             | has no Content-Disposition",
                "Content-Disposition: form-data; filename=a                 | has no Content-Disposition",
                "Content-Disposition: form-data; name=a; name=b             | has a parameter twice",
                "Content-Disposition: form-data; name=a;filename=b;filename=c | has a parameter twice",
                "Content-Disposition: form-data; name=\"a                   | has a quote that does not end",
                "Content-Disposition: form-data; name=a; filename*=x        | filename*",
                "Content-Disposition: form-data; name=a; filename*=UTF-8''%ff | not UTF-8",
                "Content-Disposition: form-data; name=a; filename*=UTF-8''%0a | control character",
                "Content-Disposition: form-data; name=a; filename*=UTF-8''% | malformed escape",
                "no colon                                                   | a header that is malformed",
                ": a                                                        | a header that is malformed"
            })
    void refusesAMalformedHead(String head, String message) {
        refuses(TYPE, "--XyZ\n" + head + "\n\nabc\n--XyZ--", message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Disposition: form-data; name=a\nContent-Disposition: form-data; name=b",
                "Content-Disposition: form-data;\n name=a",
                "Content-Disposition : form-data; name=a",
                "Content-Disposition: form-data; name=a\u0000",
                "Content-Disposition: form-data; name=a\nContent-Transfer-Encoding: base64"
            })
    void refusesWhatOthersReadInAnotherWay(String head) {
        refuses(TYPE, "--XyZ\n" + head + "\n\nabc\n--XyZ--", "The form has a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"\"",
                "multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012345678901234567890"
            })
    void refusesAFormWithoutABoundary(String type) {
        refuses(type, "--XyZ--", "has no boundary of 1 to 70 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "XyZ", "-XyZ--", "--XyZz--", "--XyZ", "--XyZ-", "--XyZ-\n", "--XyZ--x", "a--XyZ--"})
    void refusesABodyThatIsNone(String body) {
        refuses(TYPE, body, "The form ");
    }

    @Test
    void aBoundaryMayBeQuoted() {
        String type = "multipart/form-data; boundary=\"a b'()+_,-./:=?\"";
        assertThat(request(type, "--a b'()+_,-./:=?--").form().parts()).isEmpty();
    }

    @Test
    void takesAThousandPartsAndNoMore() {
        String part = "--XyZ\nContent-Disposition: form-data; name=a\n\n1\n";
        assertThat(form(part.repeat(1000) + "--XyZ--").parts()).hasSize(1000);
        Request more = request(TYPE, part.repeat(1001) + "--XyZ--");
        assertThatThrownBy(more::form)
                .isInstanceOfSatisfying(
                        StatusException.class, e -> assertThat(e.status()).isEqualTo(413));
    }

    @Test
    void takesAHeadOf8KiBAndNoMore() {
        String head = "Content-Disposition: form-data; name=a\nX: ";
        int rest = Multipart.MOST_HEAD_BYTES - head.length() - "\r".length() - "\r\n\r\n".length();
        assertThat(part(head + "x".repeat(rest)).name()).isEqualTo("a");
        refuses(TYPE, "--XyZ\n" + head + "x".repeat(rest + 1) + "\n\nabc\n--XyZ--", "in its first 8 KiB");
    }
}
