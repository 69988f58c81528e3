package dev.effe.server.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;

/** Writes the few ASN.1 structures in DER (X.690) that turn one form of a private key into another. */
final class Der {

    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int CONTEXT_0 = 0xa0;

    private static final byte[] VERSION_0 = hex("020100");
    /** rsaEncryption with NULL parameters (RFC 8017, A.1). */
    private static final byte[] RSA = hex("300d06092a864886f70d0101010500");
    /** id-ecPublicKey (RFC 5480, 2.1.1); its parameters name the curve. */
    private static final byte[] EC_PUBLIC_KEY = hex("06072a8648ce3d0201");

    private Der() {}

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** An RSAPrivateKey (PKCS#1, RFC 8017, A.1.2) as PKCS#8. */
    static byte[] rsaAsPkcs8(byte[] pkcs1) {
        return tagged(SEQUENCE, VERSION_0, RSA, tagged(OCTET_STRING, pkcs1));
    }

    /**
     * An ECPrivateKey (SEC 1, RFC 5915) as PKCS#8.
     *
     * @throws IllegalArgumentException if it is malformed or does not name its curve
     */
    static byte[] ecAsPkcs8(byte[] sec1) {
        return tagged(SEQUENCE, VERSION_0, tagged(SEQUENCE, EC_PUBLIC_KEY, curve(sec1)), tagged(OCTET_STRING, sec1));
    }

    /** The content of its field [0]: the curve's object identifier, encoded. */
    private static byte[] curve(byte[] sec1) {
        try {
            int at = contentStart(sec1, 0);
            while ((sec1[at] & 0xff) != CONTEXT_0) {
                at = contentStart(sec1, at) + contentLength(sec1, at);
            }
            int start = contentStart(sec1, at);
            return Arrays.copyOfRange(sec1, start, start + contentLength(sec1, at));
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("an EC key that does not name its curve", e);
        }
    }

    private static int contentStart(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first - 0x80);
    }

    private static int contentLength(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        if (first > 0x83) {
            throw new IllegalArgumentException("a key of more than 16 MiB");
        }
        int length = 0;
        for (int i = at + 2; i < contentStart(der, at); i++) {
            length = (length << 8) | (der[i] & 0xff);
        }
        return length;
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
