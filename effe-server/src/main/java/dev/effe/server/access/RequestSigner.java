package dev.effe.server.access;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Signs requests to AWS's services, and to what speaks like them, by AWS's Signature Version 4: host, time and body.
 * Immutable, thread-safe.
 */
public final class RequestSigner {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

    private final String keyId;
    private final String secret;
    private final Optional<String> sessionToken;
    private final String region;
    private final String service;
    private final InstantSource clock;

    /**
     * A signer of requests to a service.
     *
     * @param sessionToken of keys that are good for a while; empty for others
     * @param service as it is signed, such as {@code lambda}
     */
    public RequestSigner(
            String keyId,
            String secret,
            Optional<String> sessionToken,
            String region,
            String service,
            InstantSource clock) {
        this.keyId = keyId;
        this.secret = secret;
        this.sessionToken = sessionToken;
        this.region = region;
        this.service = service;
        this.clock = clock;
    }

    /**
     * The headers that sign a request, to be sent with it.
     *
     * @param target the path and perhaps a query, as they are sent
     * @param host the header Host, as it is sent
     */
    public Map<String, String> headers(String method, String target, String host, byte[] body) {
        return headers(method, target, host, Map.of(), body);
    }

    /**
     * The headers that sign a request, and those that it has for the service, which are signed too.
     *
     * @param more by their names in lower case; those of AWS's must be here
     */
    public Map<String, String> headers(
            String method, String target, String host, Map<String, String> more, byte[] body) {
        String time = TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
        String date = time.substring(0, time.indexOf('T'));
        String hash = SigV4.sha256(body);
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("x-amz-content-sha256", hash);
        headers.put("x-amz-date", time);
        sessionToken.ifPresent(token -> headers.put("x-amz-security-token", token));
        Map<String, List<String>> signed = new TreeMap<>(Map.of("host", List.of(host)));
        headers.forEach((name, value) -> signed.put(name, List.of(value)));
        List<String> names = List.copyOf(signed.keySet());
        String canonical = SigV4.canonicalRequest(method, target, signed, names, hash);
        String scope = String.join("/", date, region, service, SigV4.END);
        String signature = SigV4.signature(
                SigV4.signingKey(secret, date, region, service), SigV4.stringToSign(time, scope, canonical));
        headers.put(
                "Authorization",
                SigV4.ALGORITHM + " Credential=" + keyId + "/" + scope + ", SignedHeaders=" + String.join(";", names)
                        + ", Signature=" + signature);
        return headers;
    }
}
