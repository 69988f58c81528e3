package dev.effe.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs that botocore 1.43.11 has signed (SigV4QueryAuth, with the secret {@code secret}). */
class PresignedUrlTest {

    private static final Instant SIGNED = Instant.parse("2026-11-30T20:00:00Z");
    private static final String SCOPE = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261130"
            + "%2Fus-east-1%2Flambda%2Faws4_request&X-Amz-Date=20261130T200000Z";
    private static final String HOUR = "/url/echo/a%2Fb?c=d%20e&n=&" + SCOPE
            + "&X-Amz-Expires=3600&X-Amz-SignedHeaders=host"
            + "&X-Amz-Signature=ff734b1b0b6469e56b2cf653551f862a476d3c4a7ee8609bef32c3506a850d93";
    private static final String WEEK = "/url/echo/?" + SCOPE
            + "&X-Amz-Expires=604800&X-Amz-SignedHeaders=host&X-Amz-Security-Token=session%2Ftoken%2B%3D%3D"
            + "&X-Amz-Signature=4b29d66f36d7d15da2ba808effdf4a2ac046f737f219176555455f92a7b4019c";

    @TempDir
    static Path folder;

    private static AccessKeys keys;

    @BeforeAll
    static void readKeys() throws IOException {
        keys = AccessKeys.open("keys", Files.writeString(folder.resolve("keys"), "AKIDEXAMPLE secret\nOTHER other\n"));
    }

    @AfterAll
    static void closeKeys() {
        keys.close();
    }

    private static String check(String target, Duration later) throws AccessException {
        return check(request("GET", target, "127.0.0.1:7070", ""), "", later);
    }

    private static String check(Request request, String body, Duration later) throws AccessException {
        return new SignatureCheck(keys, "lambda", () -> SIGNED.plus(later))
                .check(request, body.getBytes(UTF_8))
                .id();
    }

    private static Request request(String method, String target, String host, String body) {
        return new TestRequest(method, target, body).with("Host", host).made();
    }

    private static void assertRefused(String target, Duration later, String type, String message) {
        assertThatThrownBy(() -> check(target, later))
                .isInstanceOfSatisfying(
                        AccessException.class, e -> assertThat(e.type()).isEqualTo(type))
                .hasMessageContaining(message);
    }

    @Test
    void isGoodForAsLongAsItSays() throws Exception {
        assertThat(check(HOUR, Duration.ZERO)).isEqualTo("AKIDEXAMPLE");
        assertThat(check(HOUR, Duration.ofSeconds(3600))).isEqualTo("AKIDEXAMPLE");
        assertRefused(HOUR, Duration.ofSeconds(3601), "InvalidSignatureException", "Signature expired");
        assertThat(check(WEEK, Duration.ofDays(7))).isEqualTo("AKIDEXAMPLE");
        assertRefused(WEEK, Duration.ofDays(7).plusSeconds(1), "InvalidSignatureException", "Signature expired");
        assertThat(check(HOUR, Duration.ofMinutes(-5))).isEqualTo("AKIDEXAMPLE");
        assertRefused(HOUR, Duration.ofSeconds(-301), "InvalidSignatureException", "not yet current");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "604801", "6048000", "", "x", "1e3"})
    void saysForHowLong(String seconds) {
        assertRefused(
                HOUR.replace("Expires=3600", "Expires=" + seconds),
                Duration.ZERO,
                "IncompleteSignatureException",
                "X-Amz-Expires");
    }

    @ParameterizedTest
    @CsvSource({
        "echo/a, other/a",
        "c=d, c=e",
        "n=, m=",
        "Expires=3600, Expires=3601",
        "Signature=ff, Signature=fe",
        "SignedHeaders=host, SignedHeaders=host%3Bx-a",
        "X-Amz-Expires, a=b&X-Amz-Expires"
    })
    void isGoodForWhatWasSignedOnly(String from, String to) {
        assertRefused(HOUR.replace(from, to), Duration.ZERO, "InvalidSignatureException", "does not match");
    }

    @Test
    void isGoodForItsMethodHostAndBodyOnly() {
        assertThatCode(() -> check(request("GET", HOUR, "127.0.0.1:7070", ""), "", Duration.ZERO))
                .doesNotThrowAnyException();
        for (Request other : new Request[] {
            request("POST", HOUR, "127.0.0.1:7070", ""),
            request("GET", HOUR, "localhost:7070", ""),
            request("GET", HOUR, "127.0.0.1:7070", "body")
        }) {
            String body = new String(other.bytes(), UTF_8);
            assertThatThrownBy(() -> check(other, body, Duration.ZERO)).hasMessageContaining("does not match");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AKIDEXAMPLE%2F, NOBODY%2F, UnrecognizedClientException",
        "AKIDEXAMPLE%2F, OTHER%2F, InvalidSignatureException",
        "%2Flambda%2F, %2Fsts%2F, InvalidSignatureException",
        "%2F20261130, %2F20261129, InvalidSignatureException",
        "SignedHeaders=host, SignedHeaders=x-a, InvalidSignatureException",
        "X-Amz-Algorithm, X-Algorithm, MissingAuthenticationTokenException",
        "X-Amz-Credential, X-Credential, IncompleteSignatureException",
        "X-Amz-SignedHeaders, X-SignedHeaders, IncompleteSignatureException",
        "X-Amz-Signature, X-Signature, IncompleteSignatureException",
        "X-Amz-Date, X-Date, IncompleteSignatureException",
    })
    void isRefusedAsAwsDoes(String from, String to, String type) {
        assertRefused(HOUR.replace(from, to), Duration.ZERO, type, "");
    }

    @Test
    void isToldByItsQuery() {
        assertThat(SignatureCheck.isPresigned(request("GET", HOUR, "a", ""), "lambda"))
                .isTrue();
        assertThat(SignatureCheck.isPresigned(request("GET", HOUR, "a", ""), "s3"))
                .isFalse();
        assertThat(SignatureCheck.isPresigned(request("GET", "/url/echo/?c=d", "a", ""), "lambda"))
                .isFalse();
        assertThat(SignatureCheck.withoutSignature(HOUR)).isEqualTo("/url/echo/a%2Fb?c=d%20e&n=");
        assertThat(SignatureCheck.withoutSignature(WEEK)).isEqualTo("/url/echo/");
        assertThat(SignatureCheck.withoutSignature("/a")).isEqualTo("/a");
    }
}
