package dev.effe.host.metrics;

import dev.effe.server.file.FolderTree;
import dev.effe.server.file.OwnerOnly;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The minutes of one function: a file of lines for each day, 0600, which only grows. The system writes them to the disk when
 * it likes: no end of the process loses one, a power cut the last half minute or so. Its methods block. One thread at a time
 * writes; others may read meanwhile.
 */
final class MinuteFiles {

    static final int MINUTES_OF_DAY = 1440;
    /** A day of one function: more is not written. */
    private static final long MOST_BYTES = 16 << 20;

    private static final int TAIL = 4096;

    private final Path folder;
    /** The file that ends with a whole line, as this process has seen. */
    private @Nullable Path whole;

    /**
     * Makes them.
     *
     * @param folder made by the first minute, in a folder that is there
     */
    MinuteFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * A part of a file that is whole.
     *
     * @param bytes how much of it
     */
    record Part(Path file, long bytes) {}

    private Path file(long day) {
        return folder.resolve(LocalDate.ofEpochDay(day).toString());
    }

    /**
     * Adds lines of one day.
     *
     * @throws IOException if they are not written; then none is
     */
    void append(long minute, List<String> lines) throws IOException {
        if (!Files.isDirectory(folder)) {
            OwnerOnly.createFolders(folder);
        }
        Path file = file(Math.floorDiv(minute, MINUTES_OF_DAY));
        ByteBuffer bytes = ByteBuffer.wrap(String.join("", lines).getBytes(StandardCharsets.ISO_8859_1));
        try (FileChannel channel =
                OwnerOnly.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (!file.equals(whole)) {
                channel.truncate(wholeLines(channel));
                whole = file;
            }
            write(channel, bytes);
        }
    }

    private void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        long end = channel.size();
        if (end + bytes.remaining() > MOST_BYTES) {
            throw new IOException("it has more than " + MOST_BYTES + " bytes of one day");
        }
        try {
            channel.position(end);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            whole = null;
            channel.truncate(end);
            throw e;
        }
    }

    /** The bytes up to the last end of a line: a process that was killed may have left a part of one. */
    private static long wholeLines(FileChannel channel) throws IOException {
        ByteBuffer tail = ByteBuffer.allocate(TAIL);
        for (long end = channel.size(); end > 0; end -= tail.limit()) {
            tail.clear().limit((int) Math.min(TAIL, end));
            long from = end - tail.limit();
            while (tail.hasRemaining() && channel.read(tail, from + tail.position()) >= 0) {
                // Reads all of it.
            }
            for (int i = tail.position() - 1; i >= 0; i--) {
                if (tail.get(i) == '\n') {
                    return from + i + 1;
                }
            }
        }
        return 0;
    }

    /** The lines of some days until now: their bounds are days since 1970, both inclusive. */
    List<Part> parts(long firstDay, long lastDay) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (long day = firstDay; day <= lastDay; day++) {
            Path file = file(day);
            if (Files.exists(file)) {
                parts.add(new Part(file, Files.size(file)));
            }
        }
        return parts;
    }

    /** Reads a part. A damaged line is as if it was not there. */
    static void read(Part part, Consumer<Sample> to) throws IOException {
        try (FileChannel channel = FileChannel.open(part.file(), StandardOpenOption.READ);
                InputStream in = Channels.newInputStream(channel);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1), TAIL)) {
            long left = Math.min(part.bytes(), MOST_BYTES);
            for (String line = lines.readLine(); line != null && left > line.length(); line = lines.readLine()) {
                left -= line.length() + 1L;
                Sample sample = MinuteLine.read(line);
                if (sample != null) {
                    to.accept(sample);
                }
            }
        } catch (NoSuchFileException e) {
            // The function is deleted meanwhile, or the day is over.
        }
    }

    /** Deletes the days before this one. */
    void deleteBefore(long day) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        for (Path file : files) {
            if (isBefore(file.getFileName().toString(), day)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isBefore(String name, long day) {
        try {
            return LocalDate.parse(name).toEpochDay() < day;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** Deletes all. */
    void delete() throws IOException {
        FolderTree.delete(folder);
        whole = null;
    }
}
