package dev.effe.server.http.upstream;

import static dev.effe.server.kit.Soon.await;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The calls of a receiver, as words in their order, and the body. */
final class RecordedAnswer implements Upstreams.Receiver {

    final List<String> calls = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    volatile List<Map.Entry<String, String>> headers = List.of();

    @Override
    public void head(int status, List<Map.Entry<String, String>> fields) {
        headers = fields;
        calls.add("head " + status);
    }

    @Override
    public synchronized void part(byte[] bytes) {
        body.writeBytes(bytes);
        if (calls.isEmpty() || !calls.get(calls.size() - 1).equals("part")) {
            calls.add("part");
        }
    }

    @Override
    public void end() {
        calls.add("end");
    }

    @Override
    public void failed(Upstreams.Failure failure) {
        calls.add(failure.name());
    }

    synchronized String text() {
        return body.toString(StandardCharsets.ISO_8859_1);
    }

    /** Waits for the last call. */
    RecordedAnswer ended() {
        await().atMost(Duration.ofSeconds(60)).until(this::isOver);
        return this;
    }

    private boolean isOver() {
        String last = calls.isEmpty() ? "" : calls.get(calls.size() - 1);
        return !last.isEmpty() && !last.startsWith("head") && !last.equals("part");
    }

    /** The calls with blanks between them. */
    String story() {
        return String.join(" ", ended().calls);
    }
}
