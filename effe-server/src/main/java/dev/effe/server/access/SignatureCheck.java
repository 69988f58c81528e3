package dev.effe.server.access;

import dev.effe.Request;
import dev.effe.server.file.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Checks that a request was signed for a service with one of the keys, as it is, body included, within the last five
 * minutes. An unknown key costs as much as a wrong signature. Thread-safe.
 */
public final class SignatureCheck {

    /** The most that the clocks of client and server may differ, as on AWS. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
    private static final String PAYLOAD_HASH = "x-amz-content-sha256";

    /**
     * The headers that must be signed if they are there: all of AWS's own but those that change nothing, or that
     * proxies add.
     */
    private static final String MEANT = "x-amz-";

    private static final Set<String> NOT_MEANT = Set.of("x-amz-user-agent", "x-amz-security-token", "x-amz-cf-id");

    private final AccessKeys keys;
    private final String service;
    private final InstantSource clock;

    public SignatureCheck(AccessKeys keys, String service, InstantSource clock) {
        this.keys = keys;
        this.service = service;
        this.clock = clock;
    }

    /** True if a request says that it is signed for a service; nothing of that is checked. */
    public static boolean isSigned(Request request, String service) {
        return Signature.isFor(service, request);
    }

    /** True if a request says in its query that it is signed for a service, as a presigned URL; nothing of that is checked. */
    public static boolean isPresigned(Request request, String service) {
        return Signature.isInQuery(service, request);
    }

    /** The id of the key that is said to have signed a presigned URL. */
    public static String claimedId(Request request) {
        String credential = request.query(Signature.CREDENTIAL).orElse("");
        return credential.substring(0, Math.max(0, credential.indexOf('/')));
    }

    /** The path and query of a presigned URL as they were before it was signed. */
    public static String withoutSignature(String target) {
        return Signature.without(target);
    }

    /**
     * Checks a request.
     *
     * @param body its body, decoded
     * @return the key that signed it
     * @throws AccessException if it is not signed, or not so
     */
    public AccessKey check(Request request, byte[] body) throws AccessException {
        return checkDigest(request, Sha256.of(body));
    }

    /**
     * Checks a request.
     *
     * @param bodySha256 the digest of its body, decoded
     * @return the key that signed it
     * @throws AccessException if it is not signed, or not so
     */
    public AccessKey checkDigest(Request request, byte[] bodySha256) throws AccessException {
        Signature signature = Signature.of(request);
        checkTime(signature);
        checkScope(signature);
        checkHeaders(signature, request);
        String hash = HexFormat.of().formatHex(bodySha256);
        String sentHash = request.header(PAYLOAD_HASH).orElse(hash);
        String canonical = SigV4.canonicalRequest(
                request.method(), request.target(), request.headers(), signature.headers(), sentHash);
        String text = SigV4.stringToSign(signature.timestamp(), String.join("/", signature.scope()), canonical);
        AccessKey key = keys.find(signature.keyId());
        byte[] expected = SigV4.signature(key.signingKey(signature), text).getBytes(StandardCharsets.ISO_8859_1);
        boolean genuine = MessageDigest.isEqual(expected, signature.bytes());
        if (!keys.isKnown(key)) {
            throw AccessException.unknownKey();
        }
        if (!genuine || !sentHash.equals(hash)) {
            throw AccessException.wrongSignature();
        }
        return key;
    }

    private void checkScope(Signature signature) throws AccessException {
        if (!signature.service().equals(service) || !signature.scope().get(3).equals(SigV4.END)) {
            throw AccessException.invalid("Credential should be scoped to correct service: '" + service + "'.");
        }
        if (!signature.timestamp().startsWith(signature.date() + "T")) {
            throw AccessException.invalid(
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date" + " from HTTP: '"
                            + signature.date() + "', from '" + signature.timestamp() + "'.");
        }
    }

    private void checkTime(Signature signature) throws AccessException {
        Instant signed = parse(signature.timestamp());
        Instant now = clock.instant();
        if (signed.isAfter(now.plus(SKEW))) {
            throw AccessException.invalid("Signature not yet current: " + signature.timestamp()
                    + " is still later than " + text(now.plus(SKEW)) + " (" + text(now) + " + 5 min.)");
        }
        Duration life = signature.validSeconds() < 0 ? SKEW : Duration.ofSeconds(signature.validSeconds());
        if (signed.plus(life).isBefore(now)) {
            throw AccessException.invalid("Signature expired: " + signature.timestamp() + " is now earlier than "
                    + text(now.minus(life)) + " (" + text(now) + " - "
                    + (life.equals(SKEW) ? "5 min.)" : life.toSeconds() + " s.)"));
        }
    }

    private static Instant parse(String timestamp) throws AccessException {
        try {
            return LocalDateTime.parse(timestamp, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw AccessException.incomplete("Date must be in ISO-8601 'basic format'. Got '" + timestamp + "'.");
        }
    }

    private static String text(Instant instant) {
        return TIME.format(instant.atOffset(ZoneOffset.UTC));
    }

    /** A header that is not signed can be changed, or put in, by whoever saw the request. */
    private static void checkHeaders(Signature signature, Request request) throws AccessException {
        List<String> signed = signature.headers();
        if (!signed.contains("host")) {
            throw AccessException.invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.");
        }
        for (String sent : request.headers().keySet()) {
            String name = sent.toLowerCase(Locale.ROOT);
            if (name.startsWith(MEANT) && !NOT_MEANT.contains(name) && !signed.contains(name)) {
                throw AccessException.invalid("'" + sent + "' must be a 'SignedHeader' in the AWS Authorization.");
            }
        }
    }
}
