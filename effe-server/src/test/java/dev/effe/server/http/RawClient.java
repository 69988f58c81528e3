package dev.effe.server.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sends exactly the bytes it is told, and reads what comes back strictly. Texts stand for their ISO-8859-1 bytes. */
public final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    public RawClient(int port) throws IOException {
        this(port, 0);
    }

    /** @param receiveBytes the size of the receive buffer, so that little is taken unless it is read; 0 for the default */
    public RawClient(int port, int receiveBytes) throws IOException {
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    public RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Sends each byte as a packet of its own; stops where the server does not want more. */
    RawClient sendBytewise(String text) throws IOException {
        try {
            for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
                socket.getOutputStream().write(b);
            }
        } catch (SocketException refused) {
            // An earlier answer can still be read.
        }
        return this;
    }

    /** Sends FIN, and can still read. */
    RawClient finish() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Closes with RST. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Reads one answer to anything but a HEAD. */
    public Answer read() throws IOException {
        return read("GET");
    }

    /** Reads one answer. An IOException says that there is none, or a cut one. */
    public Answer read(String method) throws IOException {
        String statusLine = line();
        if (!statusLine.matches("HTTP/1\\.1 [1-5][0-9][0-9] [ -~]*")) {
            throw new IOException("Not a status line: " + statusLine);
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        Map<String, List<String>> headers = fields();
        boolean noBody = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
        return new Answer(statusLine, status, headers, noBody ? new byte[0] : body(headers));
    }

    private Map<String, List<String>> fields() throws IOException {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(": ");
            if (colon < 1) {
                throw new IOException("Not a header: " + line);
            }
            fields.computeIfAbsent(line.substring(0, colon), unknown -> new ArrayList<>())
                    .add(line.substring(colon + 2));
        }
        return fields;
    }

    private byte[] body(Map<String, List<String>> headers) throws IOException {
        boolean chunked = List.of("chunked").equals(headers.get("Transfer-Encoding"));
        List<String> lengths = headers.getOrDefault("Content-Length", List.of());
        if (lengths.size() > 1 || chunked && !lengths.isEmpty()) {
            throw new IOException("Ambiguous: " + headers);
        }
        if (chunked) {
            return chunks();
        }
        return lengths.isEmpty() ? in.readAllBytes() : bytes(Integer.parseInt(lengths.get(0)));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            byte[] chunk = chunk();
            if (chunk.length == 0) {
                return body.toByteArray();
            }
            body.write(chunk);
        }
    }

    /** Reads one chunk; empty at the end of the body. */
    public byte[] chunk() throws IOException {
        byte[] chunk = bytes(Integer.parseInt(line(), 16));
        if (!line().isEmpty()) {
            throw new IOException("A chunk without its end");
        }
        return chunk;
    }

    /** Reads a head without what follows it. */
    public String head() throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    public byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException(bytes.length + " bytes instead of " + count);
        }
        return bytes;
    }

    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("Closed after '" + line + "'");
            }
            if (b == '\n') {
                throw new IOException("A bare LF after '" + line + "'");
            }
            if (b == '\r') {
                if (in.read() != '\n') {
                    throw new IOException("A bare CR after '" + line + "'");
                }
                return line.toString();
            }
            line.append((char) b);
        }
    }

    /** Waits for the end of the connection: "FIN", "RST", or the bytes that came instead. */
    String end() throws IOException {
        try {
            byte[] rest = in.readAllBytes();
            return rest.length == 0 ? "FIN" : new String(rest, StandardCharsets.ISO_8859_1);
        } catch (SocketException e) {
            return "RST";
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The bytes that came back. */
    @SuppressWarnings("ArrayRecordComponent") // compared by its text only
    public record Answer(String statusLine, int status, Map<String, List<String>> headers, byte[] body) {

        /** The value of the one header of that name, or "" if there is none. */
        public String header(String name) {
            List<String> values = headers.getOrDefault(name, List.of());
            if (values.size() > 1) {
                throw new AssertionError("Several: " + values);
            }
            return values.isEmpty() ? "" : values.get(0);
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }
}
