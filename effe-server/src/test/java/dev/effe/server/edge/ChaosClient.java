package dev.effe.server.edge;

import dev.effe.server.kit.AnswerReader;
import dev.effe.server.kit.HttpAnswer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A client of HTTP/1.1 that sends up to four requests at once and reads their answers in turn. For one thread. */
final class ChaosClient implements Runnable {

    private static final int REQUESTS_PER_CONNECTION = 200;

    private final FaultyProxy.Door door;
    private final ChaosLedger ledger;
    private final Random random;

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
        AnswerReader in = null;
        try (Socket socket = new Socket("127.0.0.1", door.port())) {
            socket.setSoTimeout(EdgeServer.PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            in = new AnswerReader(new BufferedInputStream(socket.getInputStream()));
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
            byte[] part = in == null ? new byte[0] : in.part();
            for (int id : open) {
                ledger.lost(id, damaged, part, "HTTP/1.1, " + e);
                part = new byte[0];
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

    private void answer(AnswerReader in, int id) throws IOException {
        HttpAnswer answer = in.read("GET");
        ledger.answered(
                id,
                answer.status(),
                answer.header("X-Request-Id"),
                answer.headers().containsKey("Retry-After"),
                answer.body());
    }
}
