package dev.effe.host.api;

import dev.effe.host.model.CodeRef;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Links to code that anybody may follow for ten minutes, as those of S3 that AWS gives: signed with the host's secret.
 * Immutable, thread-safe.
 */
final class CodeLinks {

    static final String PATH = "/_effe/code/";

    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final String HMAC = "HmacSHA256";

    private final byte[] secret;
    private final InstantSource clock;

    CodeLinks(byte[] secret, InstantSource clock) {
        this.secret = secret.clone();
        this.clock = clock;
    }

    String link(String origin, CodeRef code) {
        long expires = clock.instant().plus(LIFE).getEpochSecond();
        return origin + PATH + code.sha256() + "?expires=" + expires + "&signature="
                + signature(code.sha256(), Long.toString(expires));
    }

    /** True if a link is this host's own and still good. */
    boolean isGood(String sha256, Map<String, List<String>> query) {
        String expires = first(query, "expires");
        byte[] expected = signature(sha256, expires).getBytes(StandardCharsets.ISO_8859_1);
        boolean genuine =
                MessageDigest.isEqual(expected, first(query, "signature").getBytes(StandardCharsets.UTF_8));
        return genuine && !Instant.ofEpochSecond(Long.parseLong(expires)).isBefore(clock.instant());
    }

    private static String first(Map<String, List<String>> query, String name) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }

    private String signature(String sha256, String expires) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            byte[] text = (sha256 + "\n" + expires).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(mac.doFinal(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + HMAC, e);
        }
    }
}
