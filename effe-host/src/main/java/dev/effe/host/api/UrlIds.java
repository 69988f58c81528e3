package dev.effe.host.api;

import dev.effe.host.model.Qualifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/** Makes ids of URLs, which are labels of host names: {@code orders} of a function, {@code orders--test} of an alias. */
final class UrlIds {

    private static final int LONGEST = 63;
    private static final int HASH_BYTES = 4;

    private UrlIds() {}

    /** An id that is none of those that are taken: with a part of a hash where the name alone is no id, or is taken. */
    static String make(String function, String qualifier, Set<String> taken) {
        String name = Qualifier.isLatest(qualifier) ? function : function + "--" + qualifier;
        String label = name.toLowerCase(Locale.ROOT).replace('_', '-');
        boolean plain = !label.startsWith("-") && !label.endsWith("-") && label.length() <= LONGEST;
        String id = label;
        for (int bytes = HASH_BYTES; !plain || taken.contains(id); bytes++) {
            String hash = hash(function + ":" + qualifier, bytes);
            String start = label.startsWith("-") ? "f" + label : label;
            id = start.substring(0, Math.min(start.length(), LONGEST - 1 - hash.length())) + "-" + hash;
            plain = true;
        }
        return id;
    }

    private static String hash(String text, int bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, Math.min(bytes, digest.length));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has it", e);
        }
    }
}
