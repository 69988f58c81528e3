package dev.effe.server.kit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads answers of HTTP/1.1 strictly. */
public final class AnswerReader {

    private final InputStream in;
    private int status;
    private ByteArrayOutputStream body = new ByteArrayOutputStream();

    public AnswerReader(InputStream in) {
        this.in = in;
    }

    /** Reads one answer. An IOException says that there is none, or a cut one. */
    public HttpAnswer read(String method) throws IOException {
        body = new ByteArrayOutputStream();
        status = 0;
        String statusLine = line();
        if (!statusLine.matches("HTTP/1\\.1 [1-5][0-9][0-9] [ -~]*")) {
            throw new IOException("Not a status line: " + statusLine);
        }
        status = Integer.parseInt(statusLine.substring(9, 12));
        Map<String, List<String>> headers = fields();
        if (!method.equals("HEAD") && status >= 200 && status != 204 && status != 304) {
            readBody(headers);
        }
        HttpAnswer answer = new HttpAnswer(statusLine, status, headers, body.toByteArray());
        status = 0;
        return answer;
    }

    /** The bytes that have come of an answer that was cut, if its status is 200. */
    public byte[] part() {
        return status == 200 ? body.toByteArray() : new byte[0];
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

    private void readBody(Map<String, List<String>> headers) throws IOException {
        boolean chunked = List.of("chunked").equals(headers.get("Transfer-Encoding"));
        List<String> lengths = headers.getOrDefault("Content-Length", List.of());
        if (lengths.size() > 1 || chunked && !lengths.isEmpty()) {
            throw new IOException("Ambiguous: " + headers);
        }
        if (!chunked) {
            body.writeBytes(lengths.isEmpty() ? in.readAllBytes() : bytes(Integer.parseInt(lengths.get(0)), body));
            return;
        }
        byte[] chunk;
        do {
            chunk = chunk(body);
            body.writeBytes(chunk);
        } while (chunk.length > 0);
    }

    /** Reads one chunk; empty at the end of the body. */
    public byte[] chunk() throws IOException {
        return chunk(new ByteArrayOutputStream());
    }

    private byte[] chunk(ByteArrayOutputStream cut) throws IOException {
        byte[] chunk = bytes(Integer.parseInt(line(), 16), cut);
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
        return bytes(count, new ByteArrayOutputStream());
    }

    /** Reads so many bytes; those that come before a cut go to the other end. */
    private byte[] bytes(int count, ByteArrayOutputStream cut) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            cut.writeBytes(bytes);
            throw new EOFException(bytes.length + " bytes instead of " + count);
        }
        return bytes;
    }

    public String line() throws IOException {
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
}
