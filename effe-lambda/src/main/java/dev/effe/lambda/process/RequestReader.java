package dev.effe.lambda.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the requests of a connection: HTTP/1.1 with a body of a known length or of chunks, and with trailers. Heads may be
 * as long as AWS's clients make them, whose X-Ray causes have up to 1 MiB. Confined to the connection's thread.
 */
final class RequestReader {

    /** For all lines of a head, and for those behind a body. */
    static final int LONGEST_HEAD = (1 << 20) + (64 << 10);

    private final InputStream in;
    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int end;

    // The request that is read.
    private long left;
    private boolean chunked;
    private boolean bodyOver = true;
    private Map<String, String> trailers = Map.of();

    RequestReader(InputStream in) {
        this.in = in;
    }

    /** A request that is not HTTP, or longer than anything here is. */
    static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message);
        }
    }

    /**
     * A request, whose body is still to be read.
     *
     * @param headers by their names in lower case; several values of a name with commas between them
     */
    record Head(String method, String path, Map<String, String> headers) {

        @Nullable String header(String name) {
            return headers.get(name);
        }

        boolean is(String name, String value) {
            return value.equalsIgnoreCase(headers.getOrDefault(name, ""));
        }
    }

    /** The next request; null if the connection has ended. The body of the one before must have been read. */
    @Nullable Head next() throws IOException {
        if (position == end && !fill()) {
            return null;
        }
        int[] room = {LONGEST_HEAD};
        String[] request = line(room).split(" ", -1);
        if (request.length != 3 || !request[2].startsWith("HTTP/1.")) {
            throw new MalformedException("The request line must be a method, a path and HTTP/1.1");
        }
        Map<String, String> headers = fields(room);
        String length = headers.get("content-length");
        chunked = headers.containsKey("transfer-encoding");
        if (chunked && (length != null || !"chunked".equalsIgnoreCase(headers.get("transfer-encoding")))) {
            throw new MalformedException("A body has either Content-Length or Transfer-Encoding: chunked");
        }
        left = length == null ? 0 : number(length, 10);
        trailers = Map.of();
        bodyOver = !chunked && left == 0;
        return new Head(request[0], request[1], headers);
    }

    private static long number(String text, int radix) throws MalformedException {
        try {
            long number = text.startsWith("+") || text.length() > 15 ? -1 : Long.parseLong(text, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // As any other that is none.
        }
        throw new MalformedException("A length must be a number");
    }

    private Map<String, String> fields(int[] room) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        for (String line = line(room); !line.isEmpty(); line = line(room)) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new MalformedException("A header must be a name, a colon and a value");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            fields.merge(name, line.substring(colon + 1).strip(), (one, another) -> one + "," + another);
        }
        return fields;
    }

    private String line(int[] room) throws IOException {
        StringBuilder line = null;
        while (true) {
            int from = position;
            while (position < end && buffer[position] != '\n') {
                position++;
            }
            room[0] -= position - from;
            if (room[0] < 0) {
                throw new MalformedException("Headers must not be longer than " + LONGEST_HEAD + " bytes");
            }
            String part = new String(buffer, from, position - from, StandardCharsets.ISO_8859_1);
            if (position < end) {
                position++;
                String whole = line == null ? part : line.append(part).toString();
                if (!whole.endsWith("\r")) {
                    throw new MalformedException("Lines must end with CR and LF");
                }
                return whole.substring(0, whole.length() - 1);
            }
            line = (line == null ? new StringBuilder() : line).append(part);
            if (!fill()) {
                throw new MalformedException("The connection has ended in a head");
            }
        }
    }

    private boolean fill() throws IOException {
        int count = in.read(buffer, 0, buffer.length);
        position = 0;
        end = Math.max(count, 0);
        return count > 0;
    }

    /** Returns true if the body's length is not known before its end. */
    boolean isChunked() {
        return chunked;
    }

    /** The length of a body that is not chunked. */
    long length() {
        return left;
    }

    /**
     * Reads some of the body.
     *
     * @return at least one byte and 64 KiB at most; null at the end
     */
    byte @Nullable [] part() throws IOException {
        if (bodyOver) {
            return null;
        }
        if (chunked && left == 0 && !nextChunk()) {
            return null;
        }
        byte[] part = new byte[(int) Math.min(left, 64 * 1024)];
        int read = 0;
        while (read < part.length) {
            int count = read(part, read, part.length - read);
            read += count;
            if (chunked && position == end) {
                break; // No more is here: whoever waits for it gets it now.
            }
        }
        took(read);
        return read == part.length ? part : Arrays.copyOf(part, read);
    }

    /** Reads all of a body whose length is known. */
    byte[] whole() throws IOException {
        byte[] whole = new byte[Math.toIntExact(left)];
        int read = 0;
        while (read < whole.length) {
            read += read(whole, read, whole.length - read);
        }
        took(read);
        return whole;
    }

    private void took(int count) throws IOException {
        left -= count;
        if (left == 0) {
            if (chunked) {
                if (!line(new int[] {8}).isEmpty()) {
                    throw new MalformedException("A chunk is longer than it says");
                }
            } else {
                bodyOver = true;
            }
        }
    }

    private boolean nextChunk() throws IOException {
        String size = line(new int[] {256});
        int extension = size.indexOf(';');
        left = number((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
        if (left > 0) {
            return true;
        }
        trailers = fields(new int[] {LONGEST_HEAD});
        bodyOver = true;
        return false;
    }

    /** Reads at least one byte. */
    private int read(byte[] to, int from, int length) throws IOException {
        boolean direct = position == end && length >= buffer.length;
        int count = direct ? in.read(to, from, length) : buffered(to, from, length);
        if (count <= 0) {
            throw new MalformedException("The connection has ended in a body");
        }
        return count;
    }

    private int buffered(byte[] to, int from, int length) throws IOException {
        if (position == end && !fill()) {
            return 0;
        }
        int count = Math.min(length, end - position);
        System.arraycopy(buffer, position, to, from, count);
        position += count;
        return count;
    }

    /** The fields behind a body of chunks, once that is read. */
    Map<String, String> trailers() {
        return trailers;
    }

    /**
     * Reads the rest of the body and forgets it.
     *
     * @param most how much of it
     * @return whether that was all
     */
    boolean skip(long most) throws IOException {
        long skipped = 0;
        byte[] part = part();
        while (part != null && skipped <= most) {
            skipped += part.length;
            part = part();
        }
        return part == null;
    }
}
