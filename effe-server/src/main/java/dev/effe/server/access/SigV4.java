package dev.effe.server.access;

import dev.effe.server.file.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS's Signature Version 4: the text that a client signs and the signature of it. One rule for all clients, for they
 * sign what they send: the path as it is on the wire, each byte of it encoded once more; the query decoded, encoded and
 * sorted; header values trimmed and folded. Stateless, thread-safe.
 */
final class SigV4 {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    /** The last part of every scope. */
    static final String END = "aws4_request";

    private static final String HMAC = "HmacSHA256";
    private static final String UNRESERVED = "-._~";
    private static final HexFormat LOWER = HexFormat.of();
    private static final HexFormat UPPER = LOWER.withUpperCase();

    private SigV4() {}

    /**
     * A request in the form that is signed.
     *
     * @param target the path and perhaps a query, as on the wire
     * @param headers by name, found in any case
     * @param signedHeaders their names in lower case, in the order in which they were signed
     */
    static String canonicalRequest(
            String method,
            String target,
            Map<String, List<String>> headers,
            List<String> signedHeaders,
            String payloadHash) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        StringBuilder text = new StringBuilder(512).append(method).append('\n');
        encode(text, path.getBytes(StandardCharsets.UTF_8), "/").append('\n');
        text.append(question < 0 ? "" : canonicalQuery(target.substring(question + 1)))
                .append('\n');
        for (String name : signedHeaders) {
            text.append(name).append(':').append(folded(headers.getOrDefault(name, List.of())));
            text.append('\n');
        }
        text.append('\n').append(String.join(";", signedHeaders)).append('\n');
        return text.append(payloadHash).toString();
    }

    /** A parameter of a query, as it is signed. */
    private record Parameter(String name, String value) {}

    private static String canonicalQuery(String query) {
        List<Parameter> parameters = new ArrayList<>();
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            String value = equals < 0 ? "" : part.substring(equals + 1);
            // The signature cannot be of itself.
            if (!part.isEmpty() && !name.equals(Signature.IN_QUERY)) {
                parameters.add(new Parameter(encodedAnew(name), encodedAnew(value)));
            }
        }
        parameters.sort(Comparator.comparing(Parameter::name).thenComparing(Parameter::value));
        return String.join(
                "&",
                parameters.stream()
                        .map(parameter -> parameter.name() + "=" + parameter.value())
                        .toList());
    }

    private static String encodedAnew(String text) {
        return encode(new StringBuilder(), decoded(text), "").toString();
    }

    /** The bytes that a part of a query stands for; a percent sign without two digits stands for itself. */
    static byte[] decoded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            boolean escaped = bytes[i] == '%'
                    && i + 2 < bytes.length
                    && HexFormat.isHexDigit(bytes[i + 1])
                    && HexFormat.isHexDigit(bytes[i + 2]);
            decoded.write(
                    escaped ? HexFormat.fromHexDigit(bytes[++i]) << 4 | HexFormat.fromHexDigit(bytes[++i]) : bytes[i]);
        }
        return decoded.toByteArray();
    }

    private static StringBuilder encode(StringBuilder out, byte[] bytes, String kept) {
        for (byte b : bytes) {
            boolean letterOrDigit = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
            if (letterOrDigit || (b > 0 && (UNRESERVED.indexOf(b) >= 0 || kept.indexOf(b) >= 0))) {
                out.append((char) b);
            } else {
                UPPER.toHexDigits(out.append('%'), b);
            }
        }
        return out;
    }

    private static String folded(List<String> values) {
        return String.join(
                ",",
                values.stream()
                        .map(value -> value.strip().replaceAll(" {2,}", " "))
                        .toList());
    }

    /** The text that is signed in the end. */
    static String stringToSign(String timestamp, String scope, String canonicalRequest) {
        String hash = sha256(canonicalRequest.getBytes(StandardCharsets.UTF_8));
        return ALGORITHM + "\n" + timestamp + "\n" + scope + "\n" + hash;
    }

    /** The key that signs a day's requests to a service in a region. */
    static SecretKey signingKey(String secret, String date, String region, String service) {
        SecretKey key = new SecretKeySpec(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), HMAC);
        for (String part : new String[] {date, region, service, END}) {
            key = new SecretKeySpec(hmac(key, part), HMAC);
        }
        return key;
    }

    static String signature(SecretKey signingKey, String stringToSign) {
        return LOWER.formatHex(hmac(signingKey, stringToSign));
    }

    /** The hash in lower-case hexadecimal digits. */
    static String sha256(byte[] bytes) {
        return LOWER.formatHex(Sha256.of(bytes));
    }

    private static byte[] hmac(SecretKey key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + HMAC, e);
        }
    }
}
