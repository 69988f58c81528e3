package dev.effe.test.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** The values that events of AWS have in common. Stateless and thread-safe. */
final class Aws {

    static final String REGION = "us-east-1";
    static final String ACCOUNT = "123456789012";

    private Aws() {}

    /** @param resource after the account, such as {@code table/orders} */
    static String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + REGION + ":" + ACCOUNT + ":" + resource;
    }

    /** The id of a record of an event: the same each time, and another one for each place in the event. */
    static String id(String kind, int index) {
        return UUID.nameUUIDFromBytes(utf8(kind + " " + index)).toString();
    }

    /** 32 hexadecimal digits. */
    static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Each Java has it.
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
