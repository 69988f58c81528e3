package dev.effe.tool.dev.tests.fork;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The end of what tests print; all before that is forgotten. Thread-safe. */
final class Tail extends OutputStream {

    private static final int MOST_BYTES = 16 * 1024;

    // Guarded by this.
    private final byte[] ring = new byte[MOST_BYTES];
    private long written;

    @Override
    public synchronized void write(int b) {
        ring[(int) (written++ % MOST_BYTES)] = (byte) b;
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int from = Math.max(0, length - MOST_BYTES);
        written += from;
        for (int i = from; i < length; i++) {
            ring[(int) (written++ % MOST_BYTES)] = bytes[offset + i];
        }
    }

    /** Returns what there is, and forgets it. */
    synchronized String take() {
        int count = (int) Math.min(written, MOST_BYTES);
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = ring[(int) ((written - count + i) % MOST_BYTES)];
        }
        written = 0;
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
