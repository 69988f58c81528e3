package dev.effe.server.edge;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A client of HTTP/1.1 that sends up to four requests at once and reads their answers in turn. For one thread. */
final class ChaosClient implements Runnable {

    private static final int REQUESTS_PER_CONNECTION = 200;

    private final FaultyProxy.Door door;
    private final ChaosLedger ledger;
    private final Random random;
    /** The bytes that came of the body that is being read. */
    private ByteArrayOutputStream part = new ByteArrayOutputStream();

    ChaosClient(FaultyProxy.Door door, ChaosLedger ledger, long seed) {
        this.door = door;
        this.ledger = ledger;
        random = new Random(seed);
    }

    @Override
    public void run() {
        boolean more = true;
        for (int connection = 0; more; connection++) {
            more = connect(connection);
        }
    }

    /** Returns whether there are requests left. */
    private boolean connect(int connection) {
        List<Integer> open = new ArrayList<>();
        int left = REQUESTS_PER_CONNECTION;
        try (Socket socket = new Socket("127.0.0.1", door.port())) {
            socket.setSoTimeout(EdgeServer.PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (left > 0) {
                if (!take(open)) {
                    return false;
                }
                left -= open.size();
                socket.getOutputStream().write(requests(open));
                while (!open.isEmpty()) {
                    answer(in, open.get(0));
                    open.remove(0);
                }
            }
        } catch (IOException | RuntimeException e) {
            boolean damaged = door.damaged(connection);
            for (int id : open) {
                ledger.lost(id, damaged, part.toByteArray(), "HTTP/1.1, " + e);
                part = new ByteArrayOutputStream();
            }
            return true;
        }
        door.damaged(connection);
        return true;
    }

    /** Takes one to four ids. Returns false if none is left. */
    private boolean take(List<Integer> open) {
        for (int wanted = 1 + random.nextInt(4); wanted > 0; wanted--) {
            int id = ledger.nextId();
            if (id >= 0) {
                open.add(id);
            }
        }
        return !open.isEmpty();
    }

    private byte[] requests(List<Integer> ids) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int id : ids) {
            byte[] body = ledger.plan().requestBody(id);
            boolean chunked = body.length > 0 && ledger.plan().isChunked(id);
            out.writeBytes(ascii((body.length == 0 ? "GET /" : "POST /") + id + " HTTP/1.1\r\nHost: a\r\n"
                    + "X-Request-Id: chaos-" + id + "\r\n"));
            if (chunked) {
                out.writeBytes(ascii("Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length) + "\r\n"));
                out.writeBytes(body);
                out.writeBytes(ascii("\r\n0\r\n\r\n"));
            } else {
                out.writeBytes(ascii(body.length == 0 ? "\r\n" : "Content-Length: " + body.length + "\r\n\r\n"));
                out.writeBytes(body);
            }
        }
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void answer(InputStream in, int id) throws IOException {
        String statusLine = line(in);
        int status = Integer.parseInt(statusLine.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(": ");
            if (headers.put(line.substring(0, colon), line.substring(colon + 2)) != null) {
                throw new IOException("A header twice: " + line);
            }
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (status == 200) {
            part = body;
        }
        if ("chunked".equals(headers.get("Transfer-Encoding"))) {
            chunks(in, body);
        } else {
            bytes(in, Integer.parseInt(headers.get("Content-Length")), body);
        }
        part = new ByteArrayOutputStream();
        ledger.answered(
                id,
                status,
                String.valueOf(headers.get("X-Request-Id")),
                headers.containsKey("Retry-After"),
                body.toByteArray());
    }

    private static void chunks(InputStream in, ByteArrayOutputStream body) throws IOException {
        int size;
        do {
            size = Integer.parseInt(line(in), 16);
            bytes(in, size, body);
            if (!line(in).isEmpty()) {
                throw new IOException("A chunk without its end");
            }
        } while (size > 0);
    }

    private static void bytes(InputStream in, int count, ByteArrayOutputStream body) throws IOException {
        byte[] bytes = in.readNBytes(count);
        body.writeBytes(bytes);
        if (bytes.length < count) {
            throw new EOFException(bytes.length + " bytes instead of " + count);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("cut after '" + line + "'");
            }
            line.append((char) b);
        }
        if (line.length() == 0 || line.charAt(line.length() - 1) != '\r') {
            throw new IOException("A bare LF after '" + line + "'");
        }
        return line.substring(0, line.length() - 1);
    }
}
