package dev.effe.server.access;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes UUIDs of version 4 that nobody can foresee, however many of them he has seen: a number goes through a hash whose
 * key only this object knows. Takes no lock and reads no file for it, as SecureRandom does, so event loops may ask.
 * Thread-safe.
 */
public final class RandomIds {

    private final SipHash hash;
    private final AtomicLong next = new AtomicLong();

    /** Makes a source with a key of its own, which blocks for a moment. */
    public RandomIds() {
        SecureRandom random = new SecureRandom();
        hash = new SipHash(random.nextLong(), random.nextLong());
    }

    /** A new id. */
    public UUID next() {
        long number = next.getAndAdd(2);
        long high = (hash.of(number) & ~0xf000L) | 0x4000L;
        long low = (hash.of(number + 1) & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** A new id as text, such as {@code 7bf07a79-ef10-4c50-a278-5b0f64c2a1de}. */
    public String nextText() {
        return next().toString();
    }
}
