package dev.effe.bench.slow;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A way to hold connections, and what it may cost. */
enum Attack {
    HEADS("slow heads", "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", true, 100),
    BODIES("slow bodies", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n", true, 100),
    IDLE("idle after a request", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", false, 100),
    SEND("no reader of send", "GET /send HTTP/1.1\r\nHost: localhost\r\n\r\n", false, 64),
    STREAM("no reader of stream", "GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n", false, 64);

    final String label;
    /** The bytes that each connection sends at once. */
    final byte[] first;
    /** True if it then sends a byte every few seconds. */
    final boolean drips;

    final int maxMebibytes;

    Attack(String label, String first, boolean drips, int maxMebibytes) {
        this.label = label;
        this.first = first.getBytes(StandardCharsets.US_ASCII);
        this.drips = drips;
        this.maxMebibytes = maxMebibytes;
    }

    boolean isOfReaders() {
        return this == SEND || this == STREAM;
    }

    /** The settings with which this attack meets one limit, at this time. */
    List<String> settings(Duration limit) {
        String seconds = Long.toString(limit.toSeconds());
        return switch (this) {
            case HEADS -> List.of("--head-timeout", seconds);
            case BODIES -> List.of("--body-timeout", seconds, "--min-body-rate", "0");
            case IDLE -> List.of("--idle-timeout", seconds);
            // Whoever is refused on a busy machine is idle, and to be gone by then too.
            case SEND, STREAM -> List.of("--write-timeout", seconds, "--idle-timeout", seconds);
        };
    }
}
