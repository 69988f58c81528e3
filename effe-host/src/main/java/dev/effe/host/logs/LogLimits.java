package dev.effe.host.logs;

import java.time.Duration;

/**
 * The limits of the logs of each function. Immutable.
 *
 * @param keep how long lines are kept, an hour at least
 * @param maxBytes their bytes on the disk, 8 MiB at least: one of 16 files has room for any line
 */
public record LogLimits(Duration keep, long maxBytes) {

    /** So many files have all that is kept, if they are full. */
    private static final int FILES = 16;

    /** The bytes of one file. */
    long fileBytes() {
        return maxBytes / FILES;
    }
}
