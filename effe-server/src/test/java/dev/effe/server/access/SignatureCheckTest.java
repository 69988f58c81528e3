package dev.effe.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.Request;
import dev.effe.server.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures of AWS's own clients, recorded with the secrets {@code secret} and, of the JavaScript SDK, {@code y}. */
class SignatureCheckTest {

    private static final String WRONG = "InvalidSignatureException";

    @TempDir
    static Path folder;

    private static AccessKeys keys;

    @BeforeAll
    static void readKeys() throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), "AKIDEXAMPLE secret\nx y\nOTHER other\n");
        keys = AccessKeys.open("lambda-keys", file);
    }

    @AfterAll
    static void closeKeys() {
        keys.close();
    }

    /** A request of a recording. */
    record Recorded(String method, String path, List<List<String>> headers, String body) {

        String header(String name) {
            return headers.stream()
                    .filter(header -> header.get(0).equalsIgnoreCase(name))
                    .map(header -> header.get(1))
                    .findFirst()
                    .orElseThrow();
        }

        Recorded with(String name, String value) {
            List<List<String>> changed = new ArrayList<>(headers);
            changed.replaceAll(header -> header.get(0).equalsIgnoreCase(name) ? List.of(name, value) : header);
            return new Recorded(method, path, changed, body);
        }

        Recorded plus(String name, String value) {
            List<List<String>> more = new ArrayList<>(headers);
            more.add(List.of(name, value));
            return new Recorded(method, path, more, body);
        }

        TestRequest request() {
            TestRequest request = new TestRequest(method, path, body);
            headers.forEach(header -> request.with(header.get(0), header.get(1)));
            return request;
        }

        String service() {
            return header("Authorization").split("/")[3];
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Stream<Recorded> recorded() throws IOException {
        List<Recorded> all = new ArrayList<>();
        for (String client : List.of("apex", "aws-cli-2.9.19", "sdk-js-3.1161")) {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    Objects.requireNonNull(SignatureCheckTest.class.getResourceAsStream(client + ".jsonl")), UTF_8))) {
                lines.lines().map(SignatureCheckTest::parse).forEach(all::add);
            }
        }
        assertThat(all).hasSize(81);
        return all.stream();
    }

    @SuppressWarnings("unchecked") // It is our own file.
    private static Recorded parse(String line) {
        Map<String, Object> fields = (Map<String, Object>) Objects.requireNonNull(Json.read(line.getBytes(UTF_8)));
        return new Recorded(
                (String) fields.get("method"),
                (String) fields.get("path"),
                (List<List<String>>) fields.get("headers"),
                (String) fields.get("body"));
    }

    private static Recorded one() throws IOException {
        return recorded()
                .filter(request -> request.path().contains("echo%3Aprod/invocations"))
                .findFirst()
                .orElseThrow();
    }

    private static AccessKey check(Recorded recorded) throws AccessException {
        return check(recorded, recorded.header("X-Amz-Date"));
    }

    private static AccessKey check(Recorded recorded, String now) throws AccessException {
        return check(recorded.request(), recorded.service(), now);
    }

    private static AccessKey check(TestRequest sent, String service, String now) throws AccessException {
        Request request = sent.made();
        return new SignatureCheck(keys, service, () -> instant(now)).check(request, request.bytes());
    }

    private static Instant instant(String time) {
        return Instant.parse(time.replaceFirst("(....)(..)(..)T(..)(..)(..)Z", "$1-$2-$3T$4:$5:$6Z"));
    }

    private static void refused(Recorded recorded, String type) {
        assertThatThrownBy(() -> check(recorded))
                .isInstanceOfSatisfying(
                        AccessException.class, e -> assertThat(e.type()).isEqualTo(type));
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void knowsWhatAwssClientsSigned(Recorded recorded) {
        assertThatCode(() -> check(recorded)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void refusesEachWithAByteChanged(Recorded recorded) {
        String authorization = recorded.header("Authorization");
        String last = authorization.endsWith("0") ? "1" : "0";
        refused(recorded.with("Authorization", authorization.substring(0, authorization.length() - 1) + last), WRONG);
        refused(recorded.with("Host", "127.0.0.1:9502"), WRONG);
        refused(new Recorded("PATCH", recorded.path(), recorded.headers(), recorded.body()), WRONG);
        refused(new Recorded(recorded.method(), recorded.path() + "x", recorded.headers(), recorded.body()), WRONG);
        refused(new Recorded(recorded.method(), recorded.path(), recorded.headers(), recorded.body() + " "), WRONG);
        refused(recorded.with("Authorization", authorization.replaceFirst("=(AKIDEXAMPLE|x)/", "=OTHER/")), WRONG);
        refused(
                recorded.with("Authorization", authorization.replaceFirst("=(AKIDEXAMPLE|x)/", "=UNKNOWN/")),
                "UnrecognizedClientException");
    }

    @Test
    void doesNotTakeTheClientsWordForTheBodysHash() throws Exception {
        Recorded signed = recorded()
                .filter(request -> request.headers().toString().contains("x-amz-content-sha256")
                        && request.body().length() > 2)
                .findFirst()
                .orElseThrow();

        refused(new Recorded(signed.method(), signed.path(), signed.headers(), "{\"a\":2}"), WRONG);
        refused(signed.with("x-amz-content-sha256", "UNSIGNED-PAYLOAD"), WRONG);
    }

    /** Signed so with the right key, which the signature alone would not tell from a signed body. */
    @Test
    void refusesABodyThatIsNotSigned() throws Exception {
        TestRequest request = new TestRequest("POST", "/", "{}")
                .with("Host", "effe")
                .with("X-Amz-Date", "20261121T070817Z")
                .with("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD");
        List<String> signed = List.of("host", "x-amz-content-sha256", "x-amz-date");
        String canonical = SigV4.canonicalRequest("POST", "/", request.made().headers(), signed, "UNSIGNED-PAYLOAD");
        String scope = "20261121/eu-west-1/lambda/aws4_request";
        String signature = SigV4.signature(
                SigV4.signingKey("secret", "20261121", "eu-west-1", "lambda"),
                SigV4.stringToSign("20261121T070817Z", scope, canonical));
        request.with(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/" + scope + ",SignedHeaders=" + String.join(";", signed)
                        + ",Signature=" + signature);

        assertThatThrownBy(() -> check(request, "lambda", "20261121T070817Z"))
                .isInstanceOf(AccessException.class)
                .hasMessageContaining("does not match the signature you provided");
    }

    @ParameterizedTest
    @CsvSource({
        "20261121T070819Z, true",
        "20261121T071319Z, true",
        "20261121T071320Z, false",
        "20261121T070319Z, true",
        "20261121T070318Z, false",
        "20261122T070819Z, false"
    })
    void isGoodForFiveMinutesEitherWay(String now, boolean good) throws Exception {
        Recorded recorded = one();
        assertThat(recorded.header("X-Amz-Date")).isEqualTo("20261121T070819Z");

        if (good) {
            check(recorded, now);
        } else {
            assertThatThrownBy(() -> check(recorded, now))
                    .isInstanceOf(AccessException.class)
                    .hasMessageMatching("Signature (expired|not yet current): 20261121T070819Z is .* 5 min\\.\\)");
        }
    }

    @Test
    void isGoodForItsServiceAndDayAlone() throws Exception {
        Recorded recorded = one();

        assertThatThrownBy(() -> check(recorded.request(), "logs", "20261121T070819Z"))
                .hasMessage("Credential should be scoped to correct service: 'logs'.");
        refused(
                recorded.with("Authorization", recorded.header("Authorization").replace("/20261121/", "/20261120/")),
                WRONG);
        refused(
                recorded.with("Authorization", recorded.header("Authorization").replace("/us-east-1/", "/eu-west-1/")),
                WRONG);
        refused(recorded.with("X-Amz-Date", "20261121T070818Z"), WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Amz-Log-Type", "x-amz-client-context", "X-Amz-Tenant-Id", "X-AMZ-ANYTHING"})
    void refusesAHeaderThatWasPutInLater(String name) throws Exception {
        refused(one().plus(name, "Tail"), WRONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X-Amz-Cf-Id", "X-Amzn-Trace-Id", "x-amzn-RequestId", "X-Amz-User-Agent", "X-Forwarded-For"})
    void takesWhatProxiesPutIn(String name) throws Exception {
        assertThatCode(() -> check(one().plus(name, "1"))).doesNotThrowAnyException();
    }

    @Test
    void takesAHeaderThatWasTakenOutForAnotherRequest() throws Exception {
        Recorded recorded = one();
        List<List<String>> fewer = new ArrayList<>(recorded.headers());
        fewer.removeIf(header -> header.get(0).equals("X-Amz-Invocation-Type"));

        refused(new Recorded(recorded.method(), recorded.path(), fewer, recorded.body()), WRONG);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | MissingAuthenticationTokenException",
                "Bearer x | MissingAuthenticationTokenException",
                "AWS4-HMAC-SHA256 | MissingAuthenticationTokenException",
                "AWS4-HMAC-SHA256 Credential=a/20261121/r/lambda/aws4_request | IncompleteSignatureException",
                "AWS4-HMAC-SHA256 Credential=, SignedHeaders=host, Signature=0 | IncompleteSignatureException",
                "AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature=0 | IncompleteSignatureException",
                "AWS4-HMAC-SHA256 =,,;= | IncompleteSignatureException",
                "AWS4-HMAC-SHA256 Credential=a/20261121/r/lambda/aws4_request, SignedHeaders=date, Signature=0"
                        + " | InvalidSignatureException"
            })
    void saysWhatIsMissing(String authorization, String type) {
        TestRequest request =
                new TestRequest("POST", "/", "").with("Host", "effe").with("X-Amz-Date", "20261121T070819Z");
        if (!authorization.isEmpty()) {
            request.with("Authorization", authorization);
        }

        assertThatThrownBy(() -> check(request, "lambda", "20261121T070819Z"))
                .isInstanceOfSatisfying(
                        AccessException.class, e -> assertThat(e.type()).isEqualTo(type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"20261121", "20261121T250819Z", "20261121T070819", "20261121T0708190Z", "20261121TZ"})
    void refusesATimeThatIsNone(String time) throws Exception {
        refused(one().with("X-Amz-Date", time), "20261121T070819Z", "IncompleteSignatureException");
    }

    private static void refused(Recorded recorded, String now, String type) {
        assertThatThrownBy(() -> check(recorded, now))
                .isInstanceOfSatisfying(
                        AccessException.class, e -> assertThat(e.type()).isEqualTo(type));
    }

    /** Signed by botocore 1.43 for 900 s. */
    private static final String PRESIGNED = "/2015-03-31/functions/echo%3Aprod/invocations?Qualifier=prod"
            + "&X-Amz-Algorithm=AWS4-HMAC-SHA256"
            + "&X-Amz-Credential=AKIDEXAMPLE%2F20261121%2Fus-east-1%2Flambda%2Faws4_request"
            + "&X-Amz-Date=20261121T070817Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host"
            + "&X-Amz-Signature=becdf7ac87b8327d90cd9c725a70c1b948156158c3f214e7f84654ba6b7a8d53";

    private static TestRequest presigned(String target, String body) {
        return new TestRequest("POST", target, body).with("Host", "127.0.0.1:9500");
    }

    @ParameterizedTest
    @CsvSource({"20261121T070317Z, true", "20261121T070316Z, false", "20261121T072317Z, true", "20261121T072318Z, false"
    })
    void knowsASignatureInTheQueryForAsLongAsItSays(String now, boolean good) throws Exception {
        if (good) {
            check(presigned(PRESIGNED, ""), "lambda", now);
        } else {
            assertThatThrownBy(() -> check(presigned(PRESIGNED, ""), "lambda", now))
                    .isInstanceOf(AccessException.class)
                    .hasMessageStartingWith("Signature ");
        }
    }

    @Test
    void refusesAQueryThatIsNotAsItWasSigned() {
        for (TestRequest request : List.of(
                presigned(PRESIGNED.replace("Expires=900", "Expires=901"), ""),
                presigned(PRESIGNED.replace("Qualifier=prod", "Qualifier=test"), ""),
                presigned(PRESIGNED + "&a=b", ""),
                presigned(PRESIGNED, "{}"))) {
            assertThatThrownBy(() -> check(request, "lambda", "20261121T070817Z"))
                    .isInstanceOfSatisfying(
                            AccessException.class, e -> assertThat(e.type()).isEqualTo(WRONG));
        }
        for (String expires : List.of("0", "604801", "-1", "1e3", "99999999999", "")) {
            assertThatThrownBy(() -> check(
                            presigned(PRESIGNED.replace("Expires=900", "Expires=" + expires), ""),
                            "lambda",
                            "20261121T070817Z"))
                    .isInstanceOfSatisfying(
                            AccessException.class, e -> assertThat(e.type()).isEqualTo("IncompleteSignatureException"));
        }
    }

    @Test
    void knowsASessionsToken() throws Exception {
        TestRequest request = new TestRequest(
                        "POST", "/2015-03-31/functions/echo/invocations?Qualifier=a%20b", "{\"a\":1}")
                .with("Host", "127.0.0.1:9500")
                .with("X-Amz-Log-Type", "Tail")
                .with("X-Amz-Date", "20261121T070817Z")
                .with("X-Amz-Security-Token", "token/+=")
                .with(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/us-east-1/lambda/aws4_request,"
                                + " SignedHeaders=host;x-amz-date;x-amz-log-type;x-amz-security-token,"
                                + " Signature=7fd6904ac1e8b6b77c7315f29b9d36344bfe17c0ef2ac52f2f5ffb3589561725");

        check(request, "lambda", "20261121T070817Z");
    }
}
