package dev.effe.server.topics.file;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Shares keys out to lanes: for good, since events of a key must never be of two lanes. Stateless. */
final class Lanes {

    private Lanes() {}

    static int of(String key, int lanes) {
        CRC32C sum = new CRC32C();
        sum.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) (sum.getValue() % lanes);
    }
}
