package dev.effe.host.model;

import java.util.Base64;
import java.util.HexFormat;

/**
 * A zip by its bytes: two of the same are one.
 *
 * @param sha256 in 64 lower-case hexadecimal digits, as in the names of files
 * @param size in bytes
 */
public record CodeRef(String sha256, long size) {

    public CodeRef {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("sha256 must be 64 hexadecimal digits, but was " + sha256);
        }
    }

    /** The digest in base64, as AWS's clients see it. */
    public String base64() {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
    }
}
