package dev.effe.postgres;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/**
 * The schema that has the tables. Immutable.
 *
 * @param name a to z, 0 to 9 and _, 63 at most, with no digit first: it needs no more than quotes in a statement
 */
record Schema(String name) {

    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    Schema {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("schema must be a to z, 0 to 9 and _, but was " + name);
        }
    }

    /** The statement with this schema wherever it says ${schema}. */
    String in(String statement) {
        return statement.replace("${schema}", "\"" + name + "\"");
    }

    /** The channel that tells of new events. */
    String channel() {
        return name;
    }

    /** The number of an advisory lock that is this schema's own. */
    long lock(String what) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256")
                    .digest(("effe " + name + " " + what).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(sum).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }
}
