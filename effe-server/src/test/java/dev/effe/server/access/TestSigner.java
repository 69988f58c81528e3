package dev.effe.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Signs requests as AWS's clients do. */
public final class TestSigner {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private TestSigner() {}

    /** The lines of a request's head that sign it now, each with its end. */
    public static String sign(String method, String target, String host, String body, String id, String secret) {
        String time = TIME.format(Instant.now());
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("host", List.of(host));
        headers.put("x-amz-date", List.of(time));
        List<String> signed = List.of("host", "x-amz-date");
        String canonical = SigV4.canonicalRequest(method, target, headers, signed, SigV4.sha256(body.getBytes(UTF_8)));
        String date = time.substring(0, 8);
        String scope = date + "/us-east-1/lambda/aws4_request";
        String signature = SigV4.signature(
                SigV4.signingKey(secret, date, "us-east-1", "lambda"), SigV4.stringToSign(time, scope, canonical));
        return "X-Amz-Date: " + time + "\r\nAuthorization: AWS4-HMAC-SHA256 Credential=" + id + "/" + scope
                + ", SignedHeaders=host;x-amz-date, Signature=" + signature + "\r\n";
    }
}
