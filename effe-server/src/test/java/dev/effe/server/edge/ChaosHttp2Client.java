package dev.effe.server.edge;

import dev.effe.server.kit.Http2Client;
import java.io.IOException;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;

/** A client of HTTP/2 that opens several streams at once and waits for their answers. For one thread. */
final class ChaosHttp2Client implements Runnable {

    private static final int STREAMS = 8;
    private static final int ROUNDS_PER_CONNECTION = 25;

    private final FaultyProxy.Door door;
    private final ChaosLedger ledger;

    ChaosHttp2Client(FaultyProxy.Door door, ChaosLedger ledger) {
        this.door = door;
        this.ledger = ledger;
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
        Map<Integer, Integer> streams = new LinkedHashMap<>();
        Http2Client client = null;
        try (Socket socket = new Socket("127.0.0.1", door.port())) {
            socket.setSoTimeout(EdgeServer.PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            client = new Http2Client(socket).greet();
            for (int round = 0; round < ROUNDS_PER_CONNECTION && !client.over; round++) {
                if (!open(client, streams)) {
                    return false;
                }
                readAnswers(client, streams);
                if (!streams.isEmpty()) {
                    throw new IOException("over, GOAWAY " + client.goAway);
                }
            }
        } catch (IOException | RuntimeException e) {
            damaged(connection, client, streams, e);
            return true;
        }
        door.damaged(connection);
        return true;
    }

    private boolean open(Http2Client client, Map<Integer, Integer> streams) throws IOException {
        for (int i = 0; i < STREAMS; i++) {
            int id = ledger.nextId();
            if (id < 0) {
                break;
            }
            byte[] body = ledger.plan().requestBody(id);
            int stream = client.newStream();
            streams.put(stream, id);
            String method = body.length == 0 ? "GET" : "POST";
            String[] fields = Http2Client.request(method, "/" + id, "x-request-id", "chaos-" + id);
            client.headers(stream, body.length == 0, fields);
            if (body.length > 0) {
                client.body(stream, body);
            }
        }
        return !streams.isEmpty();
    }

    /** Books each whole answer, and takes it out. */
    private void readAnswers(Http2Client client, Map<Integer, Integer> streams) throws IOException {
        for (Integer stream : streams.keySet().toArray(Integer[]::new)) {
            Http2Client.Answer answer = client.answer(stream);
            if (!answer.ended) {
                continue;
            }
            ledger.answered(
                    streams.remove(stream),
                    answer.status,
                    String.valueOf(answer.headers.get("x-request-id")),
                    answer.headers.containsKey("retry-after"),
                    answer.body.toByteArray());
        }
    }

    private void damaged(int connection, Http2Client client, Map<Integer, Integer> streams, Exception cause) {
        boolean damaged = door.damaged(connection);
        streams.forEach((stream, id) -> {
            Http2Client.Answer answer = client.received(stream);
            byte[] part = answer.status == 200 ? answer.body.toByteArray() : new byte[0];
            ledger.lost(id, damaged, part, "HTTP/2, " + answer + ", " + cause);
        });
    }
}
