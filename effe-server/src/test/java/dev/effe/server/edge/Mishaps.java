package dev.effe.server.edge;

import java.util.Random;

/** The mishaps of one direction of a connection, and their places: by its seed alone. For one thread. */
final class Mishaps {

    enum Kind {
        /** The next bytes go in tiny segments. */
        SLICE,
        /** Nothing goes on for a while. */
        STALL,
        /** The receiver gets FIN, in the middle of whatever it was. */
        CUT,
        /** Both sides get RST. */
        RESET
    }

    private static final int TINY_SEGMENTS = 10;
    private static final int LONGEST_STALL_MILLIS = 100;

    private final Random random;
    private final double perByte;
    private int bytesLeft;
    private int tinySegments;

    /** @param every one mishap in so many bytes on average; 0 for none */
    Mishaps(long seed, int every) {
        random = new Random(ChaosPlan.mix(seed));
        perByte = every == 0 ? 0 : 1.0 / every;
        untilNext();
    }

    private void untilNext() {
        bytesLeft = perByte == 0 ? Integer.MAX_VALUE : 1 + (int) (-Math.log(1 - random.nextDouble()) / perByte);
    }

    /** The number of bytes that may go on before the next mishap. */
    int bytesLeft() {
        return bytesLeft;
    }

    void passed(int bytes) {
        bytesLeft -= perByte == 0 ? 0 : bytes;
    }

    /** The mishap that comes now that no byte is left. */
    Kind next() {
        if (tinySegments > 0) {
            tinySegments--;
            sliceOrGoOn();
            return Kind.SLICE;
        }
        int draw = random.nextInt(100);
        Kind kind = draw < 60 ? Kind.SLICE : draw < 85 ? Kind.STALL : draw < 93 ? Kind.CUT : Kind.RESET;
        if (kind == Kind.SLICE) {
            tinySegments = 1 + random.nextInt(TINY_SEGMENTS);
        }
        sliceOrGoOn();
        return kind;
    }

    private void sliceOrGoOn() {
        if (tinySegments > 0) {
            bytesLeft = 1 + random.nextInt(8);
        } else {
            untilNext();
        }
    }

    int stallMillis() {
        return 1 + random.nextInt(LONGEST_STALL_MILLIS);
    }
}
