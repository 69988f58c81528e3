package dev.effe.host.logs;

import dev.effe.server.file.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the logs that an earlier host has left. Stateless. */
final class LogRecovery {

    private LogRecovery() {}

    /** The files in a folder, the oldest first; the last one is cut behind its last whole record. */
    static List<LogFile> files(Path folder) throws IOException {
        List<LogFile> found = new ArrayList<>();
        for (Path path : list(folder)) {
            LogFile file = LogFile.found(path, Files.size(path));
            if (file != null) {
                found.add(file);
            }
        }
        if (!found.isEmpty()) {
            cut(found.get(found.size() - 1));
        }
        return found;
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    private static void cut(LogFile file) throws IOException {
        OwnerOnly.tighten(file.path());
        byte[] tail = tail(file);
        int whole = lastLineFeed(tail, tail.length - 1) + 1;
        long bytes = file.bytes() - (tail.length - whole);
        if (bytes < file.bytes()) {
            try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
                channel.truncate(bytes);
            }
            file.bytes(bytes);
        }
    }

    /** The number of the last record in a file that is whole; if it has none, of the one before the file. */
    static long lastSequence(LogFile file) throws IOException {
        byte[] tail = tail(file);
        int end = tail.length - 1;
        while (end >= 0) {
            int begin = lastLineFeed(tail, end - 1) + 1;
            LogRecord record = LogLine.read(tail, begin, end);
            if (record != null && record.sequence() >= file.firstSequence()) {
                return record.sequence();
            }
            end = begin - 1;
        }
        return file.firstSequence() - 1;
    }

    /** The end of a file, which has one whole record at least, if there is one. */
    private static byte[] tail(LogFile file) throws IOException {
        int length = (int) Math.min(file.bytes(), 2L * LogLine.MOST_BYTES);
        ByteBuffer tail = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            long start = file.bytes() - length;
            while (tail.hasRemaining() && channel.read(tail, start + tail.position()) >= 0) {
                // Reads on.
            }
        }
        return tail.array();
    }

    private static int lastLineFeed(byte[] bytes, int from) {
        int at = from;
        while (at >= 0 && bytes[at] != '\n') {
            at--;
        }
        return at;
    }
}
