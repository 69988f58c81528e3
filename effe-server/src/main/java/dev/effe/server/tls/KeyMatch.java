package dev.effe.server.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;

/** Finds out whether a private key belongs to a public one. */
final class KeyMatch {

    private static final byte[] SAMPLE = "effe".getBytes(StandardCharsets.US_ASCII);

    private KeyMatch() {}

    static boolean isPair(PrivateKey privateKey, PublicKey publicKey) {
        if (privateKey instanceof RSAKey one && publicKey instanceof RSAKey other) {
            return one.getModulus().equals(other.getModulus());
        }
        try {
            // EC or EdDSA: what the one signs, only the other verifies.
            Signature signature = Signature.getInstance(algorithm(privateKey));
            signature.initSign(privateKey);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException otherKindOfKey) {
            return false;
        }
    }

    private static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }
}
