package dev.effe.server.tls;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;

/** Reads a private key: PKCS#8, or the older PKCS#1 (RSA) and SEC 1 (EC) forms, which are wrapped into PKCS#8. */
record PrivateKeyFile(PemFile file) {

    private static final String[] ALGORITHMS = {"RSA", "EC", "EdDSA", "RSASSA-PSS"};
    private static final int MAX_BYTES = 0xff00;

    PrivateKey read() throws TlsFileException {
        for (PemFile.Block block : file.blocks()) {
            if (block.label().endsWith("PRIVATE KEY")) {
                return key(block);
            }
        }
        throw file.broken("holds no private key in PEM form; " + convert("-inform DER "), null);
    }

    private PrivateKey key(PemFile.Block block) throws TlsFileException {
        if (block.isEncrypted()) {
            throw file.broken("is encrypted; " + convert(""), null);
        }
        byte[] der = file.decoded(block);
        try {
            return parsed(new PKCS8EncodedKeySpec(pkcs8(block.label(), der)));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw file.broken("has a block " + block.label() + " that Java cannot read; " + convert(""), e);
        }
    }

    private static byte[] pkcs8(String label, byte[] der) throws GeneralSecurityException {
        if (der.length > MAX_BYTES) {
            throw new InvalidKeySpecException("a key of " + der.length + " bytes");
        }
        return switch (label) {
            case "RSA PRIVATE KEY" -> Der.rsaAsPkcs8(der);
            case "EC PRIVATE KEY" -> Der.ecAsPkcs8(der);
            default -> der;
        };
    }

    private static PrivateKey parsed(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
        InvalidKeySpecException failure = new InvalidKeySpecException("none of RSA, EC, EdDSA, RSASSA-PSS");
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException other) {
                failure.addSuppressed(other);
            }
        }
        throw failure;
    }

    private String convert(String options) {
        return "convert it: openssl pkey " + options + "-in " + file.path() + " -out key.pem";
    }
}
