package dev.effe.host.invoke;

import java.nio.charset.StandardCharsets;

/**
 * Looks for the frame in a streamed answer that tells of an error of the function, as the bytes pass by. Each frame says how
 * long it is and how long its headers are; the rest is skipped. Confined to one thread at a time.
 */
final class FrameWatch {

    private static final int PRELUDE = 12;
    private static final int HEADERS_LENGTH = 4;
    /** The begin of a frame: its lengths, its headers, and of its payload what tells. */
    private static final int MOST_KEPT = 512;

    private static final int LEAST = 16;
    private static final String COMPLETE = "InvokeComplete";
    private static final String ERROR = "{\"ErrorCode\":";

    private final byte[] kept = new byte[MOST_KEPT];
    private int keptBytes;
    private long frameBytes;
    private boolean failed;

    void part(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            long wanted = keptBytes < PRELUDE ? PRELUDE : length();
            int taken = (int) Math.min(bytes.length - at, wanted - frameBytes);
            int copied = Math.min(taken, MOST_KEPT - keptBytes);
            System.arraycopy(bytes, at, kept, keptBytes, copied);
            keptBytes += copied;
            frameBytes += taken;
            at += taken;
            if (keptBytes >= PRELUDE && frameBytes >= length()) {
                failed |= tellsError();
                keptBytes = 0;
                frameBytes = 0;
            }
        }
    }

    /** The bytes of the frame: at least those that say so, whatever they say. */
    private long length() {
        return Math.max(LEAST, number(0));
    }

    private long number(int at) {
        return (kept[at] & 0xffL) << 24
                | (kept[at + 1] & 0xffL) << 16
                | (kept[at + 2] & 0xffL) << 8
                | (kept[at + 3] & 0xffL);
    }

    private boolean tellsError() {
        long payload = PRELUDE + number(HEADERS_LENGTH);
        if (payload + ERROR.length() > keptBytes) {
            return false;
        }
        String headers = new String(kept, PRELUDE, (int) payload - PRELUDE, StandardCharsets.ISO_8859_1);
        return headers.contains(COMPLETE)
                && new String(kept, (int) payload, ERROR.length(), StandardCharsets.ISO_8859_1).equals(ERROR);
    }

    boolean hasFailed() {
        return failed;
    }
}
