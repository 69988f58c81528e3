package dev.effe.server.kit;

import static dev.effe.server.kit.Frames.ACK;
import static dev.effe.server.kit.Frames.DATA;
import static dev.effe.server.kit.Frames.END_HEADERS;
import static dev.effe.server.kit.Frames.END_STREAM;
import static dev.effe.server.kit.Frames.GOAWAY;
import static dev.effe.server.kit.Frames.HEADERS;
import static dev.effe.server.kit.Frames.INITIAL_WINDOW_SIZE;
import static dev.effe.server.kit.Frames.PING;
import static dev.effe.server.kit.Frames.RST_STREAM;
import static dev.effe.server.kit.Frames.SETTINGS;
import static dev.effe.server.kit.Frames.WINDOW_UPDATE;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A client of HTTP/2 that writes its frames by hand, right or wrong, and keeps no rule by itself but to acknowledge
 * settings. Headers are literals without indexing (RFC 7541, 6.2.2). For one thread.
 */
public final class Http2Client implements AutoCloseable {

    private static final int FRAME_BYTES = 16 * 1024;

    /** The frames that the server has sent in a stream. */
    public static final class Answer {

        public boolean continued;
        public int status;
        public final Map<String, String> headers = new LinkedHashMap<>();
        public final ByteArrayOutputStream body = new ByteArrayOutputStream();
        public boolean ended;
        /** The code of its RST_STREAM, or -1. */
        public int reset = -1;

        public String text() {
            return body.toString(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return status + (ended ? " ended" : "") + (reset < 0 ? "" : " reset " + reset) + ": " + headers + text();
        }
    }

    private final Socket socket;
    private final BufferedOutputStream out;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private final Map<Integer, Answer> answers = new HashMap<>();
    private final Map<Integer, Integer> grantedBytes = new HashMap<>();
    private final Map<Integer, Integer> sentBytes = new HashMap<>();

    /** The settings of the server. */
    public final Map<Integer, Integer> settings = new HashMap<>();
    /** The code of the last GOAWAY, or -1. */
    public int goAway = -1;
    /** The stream that the last GOAWAY named. */
    public int lastStream;

    public int pongs;
    /** True if the server has closed the connection. */
    public boolean over;
    /** True if the server's settings are acknowledged. */
    public boolean acknowledges = true;
    /** True if the windows are opened again for what is received. */
    public boolean opensWindows = true;
    /** The first header block that was received, as it was. */
    public byte @Nullable [] firstBlock;

    private int nextStream = 1;

    /** Connects, and sends nothing yet. */
    public Http2Client(Socket socket) throws IOException {
        this.socket = socket;
        out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
        in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), 64 * 1024));
    }

    /** Sends the preface with these settings: identifiers and values, by turns. */
    public Http2Client greet(int... idsAndValues) throws IOException {
        out.write(Frames.bytes(Frames.PREFACE));
        settings(idsAndValues);
        flush();
        return this;
    }

    // Frames.

    public void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        out.write(Frames.bytes(Frames.head(payload.length, type, flags, stream)));
        out.write(payload);
    }

    public void settings(int... idsAndValues) throws IOException {
        out.write(Frames.bytes(Frames.settings(idsAndValues)));
    }

    public void headers(int stream, boolean end, String... namesAndValues) throws IOException {
        frame(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, block(namesAndValues));
    }

    public void data(int stream, byte[] bytes, boolean end) throws IOException {
        frame(DATA, end ? END_STREAM : 0, stream, bytes);
    }

    public void reset(int stream, int code) throws IOException {
        frame(RST_STREAM, 0, stream, number(code));
    }

    public void openWindow(int stream, int bytes) throws IOException {
        frame(WINDOW_UPDATE, 0, stream, number(bytes));
    }

    public void flush() throws IOException {
        out.flush();
    }

    public static byte[] number(int value) {
        return Frames.bytes(Frames.int32(value));
    }

    public static byte[] block(String... namesAndValues) {
        return Frames.bytes(Frames.block(namesAndValues));
    }

    // Requests.

    /** The next stream, which is then taken to be used. */
    public int newStream() {
        nextStream += 2;
        return nextStream - 2;
    }

    /** The fields of a request, in front of more. */
    public static String[] request(String method, String path, String... more) {
        String[] fields = new String[8 + more.length];
        String[] pseudo = {":method", method, ":scheme", "http", ":path", path, ":authority", "localhost"};
        System.arraycopy(pseudo, 0, fields, 0, 8);
        System.arraycopy(more, 0, fields, 8, more.length);
        return fields;
    }

    /** Sends a request without a body. Returns its stream. */
    public int get(String path, String... more) throws IOException {
        int stream = newStream();
        headers(stream, true, request("GET", path, more));
        flush();
        return stream;
    }

    /** Begins a request with a body. Returns its stream. */
    public int post(String path, String... more) throws IOException {
        int stream = newStream();
        headers(stream, false, request("POST", path, more));
        flush();
        return stream;
    }

    /** Sends a whole body, in frames as large as allowed, as the windows allow it. */
    public void body(int stream, byte[] bytes) throws IOException {
        body(stream, bytes, true);
    }

    /** Sends a part of a body. */
    public void body(int stream, byte[] bytes, boolean end) throws IOException {
        int from = 0;
        while (from < bytes.length && !over) {
            readUntil(() -> room(stream) > 0);
            int size = Math.min(FRAME_BYTES, Math.min(bytes.length - from, room(stream)));
            data(stream, Arrays.copyOfRange(bytes, from, from + size), end && from + size == bytes.length);
            sentBytes.merge(stream, size, Integer::sum);
            sentBytes.merge(0, size, Integer::sum);
            from += size;
        }
        flush();
    }

    public int sentBytes(int stream) {
        return sentBytes.getOrDefault(stream, 0);
    }

    /** The bytes of body that may be sent in a stream now. */
    public int room(int stream) {
        return Math.min(room(0, 65_535), room(stream, settings.getOrDefault(INITIAL_WINDOW_SIZE, 65_535)));
    }

    private int room(int stream, int initial) {
        return initial + grantedBytes.getOrDefault(stream, 0) - sentBytes.getOrDefault(stream, 0);
    }

    // The frames that come back.

    /** The answer in a stream as far as it is there. */
    public Answer received(int stream) {
        return answers.computeIfAbsent(stream, unknown -> new Answer());
    }

    /** The server's window for a stream, or for the connection, which is stream 0. */
    public int granted(int stream) {
        return grantedBytes.getOrDefault(stream, 0);
    }

    /** Waits for the whole answer in a stream, or its reset, or the end of the connection. */
    public Answer answer(int stream) throws IOException {
        Answer answer = received(stream);
        readUntil(() -> answer.ended || answer.reset >= 0);
        return answer;
    }

    /** Waits for the end of the connection. Returns the code of its GOAWAY, or -1 if none came through. */
    public int end() throws IOException {
        readUntil(() -> false);
        return goAway;
    }

    /** Waits until everything that was sent so far has been read by the server. */
    public void sync() throws IOException {
        int wanted = pongs + 1;
        frame(PING, 0, 0, new byte[8]);
        flush();
        readUntil(() -> pongs >= wanted);
    }

    /** Reads until something is so, or the connection is over. */
    public void readUntil(BooleanSupplier done) throws IOException {
        flushIfPossible();
        while (!done.getAsBoolean() && !over) {
            read();
        }
    }

    private void flushIfPossible() {
        try {
            flush();
        } catch (IOException e) {
            // The server has closed the connection; what it sent before can still be read.
        }
    }

    private void read() throws IOException {
        byte[] payload;
        int type;
        int flags;
        int stream;
        try {
            int first = in.readInt();
            type = first & 0xff;
            flags = in.readUnsignedByte();
            stream = in.readInt();
            payload = new byte[first >>> 8];
            in.readFully(payload);
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            over = true;
            return;
        }
        take(type, flags, stream, payload);
    }

    private void take(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(payload);
        switch (type) {
            case DATA -> {
                received(stream).body.writeBytes(payload);
                if (opensWindows && payload.length > 0) {
                    openWindow(0, payload.length);
                    openWindow(stream, payload.length);
                    flushIfPossible();
                }
            }
            case HEADERS -> takeHeaders(stream, payload);
            case RST_STREAM -> received(stream).reset = bytes.getInt();
            case SETTINGS -> takeSettings(flags, bytes);
            case PING -> pongs += flags & ACK;
            case GOAWAY -> {
                lastStream = bytes.getInt();
                goAway = bytes.getInt();
            }
            case WINDOW_UPDATE -> grantedBytes.merge(stream, bytes.getInt(), Integer::sum);
            default -> throw new AssertionError("Frame of type " + type);
        }
        if (type <= HEADERS && (flags & END_STREAM) != 0) {
            received(stream).ended = true;
        }
    }

    private void takeHeaders(int stream, byte[] block) throws IOException {
        firstBlock = firstBlock == null ? block : firstBlock;
        Answer answer = received(stream);
        Http2Headers decoded;
        try {
            decoded = decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(block));
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
        if (decoded.status().toString().equals("100")) {
            answer.continued = true;
            return;
        }
        answer.status = Integer.parseInt(decoded.status().toString());
        decoded.forEach(header -> answer.headers.merge(
                header.getKey().toString(), header.getValue().toString(), (one, other) -> one + "|" + other));
    }

    private void takeSettings(int flags, ByteBuffer bytes) throws IOException {
        if ((flags & ACK) == 0) {
            while (bytes.hasRemaining()) {
                settings.put((int) bytes.getShort(), bytes.getInt());
            }
            if (acknowledges) {
                frame(SETTINGS, ACK, 0, new byte[0]);
                flushIfPossible();
            }
        }
    }

    /** Ends the connection before the end of the test. */
    public void leave() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
