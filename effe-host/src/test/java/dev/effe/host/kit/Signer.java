package dev.effe.host.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests without a query by AWS's signature version 4, as AWS's text describes it. Immutable. */
public record Signer(String id, String secret, String service) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** The headers Host, X-Amz-Date and Authorization of a request. */
    public String[] headers(String method, String path, byte[] body, String host, Instant now) {
        return headers(method, path, body, host, now, "");
    }

    /**
     * The same, and X-Amz-Target.
     *
     * @param target "" for none
     */
    public String[] headers(String method, String path, byte[] body, String host, Instant now, String target) {
        String time = TIME.format(now);
        String scope = time.substring(0, 8) + "/us-east-1/" + service + "/aws4_request";
        String signed = "host;x-amz-date" + (target.isEmpty() ? "" : ";x-amz-target");
        int question = path.indexOf('?');
        String bare = question < 0 ? path : path.substring(0, question);
        String canonical = method + "\n"
                + bare.replace("%", "%25").replace("$", "%24").replace(":", "%3A") + "\n"
                + query(question < 0 ? "" : path.substring(question + 1)) + "\nhost:" + host
                + "\nx-amz-date:" + time + "\n" + (target.isEmpty() ? "" : "x-amz-target:" + target + "\n") + "\n"
                + signed + "\n" + hash(body);
        String text = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + hash(canonical.getBytes(UTF_8));
        byte[] key = ("AWS4" + secret).getBytes(UTF_8);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        List<String> headers = new ArrayList<>(List.of("Host: " + host, "X-Amz-Date: " + time));
        if (!target.isEmpty()) {
            headers.add("X-Amz-Target: " + target);
        }
        headers.add("Authorization: AWS4-HMAC-SHA256 Credential=" + id + "/" + scope + ", SignedHeaders=" + signed
                + ", Signature=" + HexFormat.of().formatHex(hmac(key, text)));
        return headers.toArray(String[]::new);
    }

    private static String query(String query) {
        return Stream.of(query.split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.replace(":", "%3A").replace("$", "%24"))
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
