package dev.effe.server.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Tells how many connections Linux has accepted for a port that the server has not taken on yet. Stateless. */
final class AcceptQueue {

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private static final String LISTEN = "0A";

    private AcceptQueue() {}

    /** Returns their number; 0 where it cannot be known, which is everywhere but on Linux. */
    static int length(int port) {
        return TABLES.stream().mapToInt(table -> length(table, port)).sum();
    }

    /** Of a line such as {@code 0: 0100007F:1F90 00000000:0000 0A 00000000:00000003}: the queue is the last number. */
    private static int length(Path table, int port) {
        String local = String.format(Locale.ROOT, ":%04X", port);
        try (Stream<String> lines = Files.lines(table)) {
            return lines.map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields.length > 4 && fields[3].equals(LISTEN) && fields[1].endsWith(local))
                    .mapToInt(fields -> Integer.parseInt(fields[4].substring(fields[4].indexOf(':') + 1), 16))
                    .sum();
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
