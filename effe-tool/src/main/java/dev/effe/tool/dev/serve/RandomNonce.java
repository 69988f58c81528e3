package dev.effe.tool.dev.serve;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Random texts of letters and digits. Thread-safe. */
final class RandomNonce {

    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomNonce() {}

    static String next() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
