package dev.effe.kafka;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes short what may be long. Stateless. */
final class Hash {

    private Hash() {}

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every Java has it.
        }
    }
}
