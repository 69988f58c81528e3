package dev.effe.server.access;

/**
 * SipHash-2-4 (Aumasson, Bernstein) of one number under a secret key: without the key its results look random, also to
 * those who know many of them. Immutable and thread-safe.
 */
final class SipHash {

    private static final long LENGTH = 8L << 56;

    private final long k0;
    private final long k1;

    /** @param k0 the key's first half, little-endian */
    SipHash(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    /** The hash of the number's 8 bytes, little-endian. */
    long of(long number) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L ^ number;
        // Two rounds for the number, two for its length, four for the end.
        for (int round = 1; round <= 8; round++) {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
            if (round == 2) {
                v0 ^= number;
                v3 ^= LENGTH;
            } else if (round == 4) {
                v0 ^= LENGTH;
                v2 ^= 0xff;
            }
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
