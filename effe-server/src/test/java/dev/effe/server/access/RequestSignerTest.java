package dev.effe.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check, which has the signatures of AWS's own clients as examples, is the judge of the signer. */
class RequestSignerTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-12-01T10:00:00Z"));
    private static final String TARGET = "/2015-03-31/functions/a%24b?Qualifier=%24LATEST&b=%2F+x&a=";

    @TempDir
    private Path folder;

    @Test
    void signsHostTimeTokenTargetAndBody() throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), "AKIDEXAMPLE secret\n");
        try (AccessKeys keys = AccessKeys.open("lambda-keys", file)) {
            SignatureCheck check = new SignatureCheck(keys, "lambda", CLOCK);
            RequestSigner signer =
                    new RequestSigner("AKIDEXAMPLE", "secret", Optional.of("token"), "eu-west-1", "lambda", CLOCK);
            Map<String, String> headers = signer.headers("PUT", TARGET, "localhost:7070", "{}".getBytes(UTF_8));

            assertThat(headers).containsEntry("x-amz-security-token", "token");
            assertThatCode(() -> check.check(
                            request("PUT", TARGET, "localhost:7070", "{}", headers)
                                    .made(),
                            "{}".getBytes(UTF_8)))
                    .doesNotThrowAnyException();
            assertRefused(check, request("POST", TARGET, "localhost:7070", "{}", headers), "{}");
            assertRefused(check, request("PUT", TARGET + "1", "localhost:7070", "{}", headers), "{}");
            assertRefused(check, request("PUT", TARGET, "localhost:7071", "{}", headers), "{}");
            assertRefused(check, request("PUT", TARGET, "localhost:7070", "[]", headers), "[]");
        }
    }

    @Test
    void signsWhatItHasForTheService() throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), "AKIDEXAMPLE secret\n");
        try (AccessKeys keys = AccessKeys.open("lambda-keys", file)) {
            SignatureCheck check = new SignatureCheck(keys, "lambda", CLOCK);
            RequestSigner signer =
                    new RequestSigner("AKIDEXAMPLE", "secret", Optional.empty(), "eu-west-1", "lambda", CLOCK);
            Map<String, String> headers = signer.headers(
                    "POST", TARGET, "localhost", Map.of("x-amz-invocation-type", "Event"), "{}".getBytes(UTF_8));

            assertThat(headers.get("Authorization")).contains(";x-amz-invocation-type,");
            assertThatCode(() -> check.check(
                            request("POST", TARGET, "localhost", "{}", headers).made(), "{}".getBytes(UTF_8)))
                    .doesNotThrowAnyException();
            Map<String, String> other = new TreeMap<>(headers);
            other.put("x-amz-invocation-type", "DryRun");
            assertRefused(check, request("POST", TARGET, "localhost", "{}", other), "{}");
        }
    }

    private static void assertRefused(SignatureCheck check, TestRequest request, String body) {
        assertThatThrownBy(() -> check.check(request.made(), body.getBytes(UTF_8)))
                .isInstanceOf(AccessException.class);
    }

    private static TestRequest request(
            String method, String target, String host, String body, Map<String, String> headers) {
        TestRequest request = new TestRequest(method, target, body).with("Host", host);
        headers.forEach(request::with);
        return request;
    }
}
