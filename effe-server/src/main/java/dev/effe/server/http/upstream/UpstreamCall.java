package dev.effe.server.http.upstream;

import dev.effe.server.http.message.HeaderFields;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call from its request to the end of its answer. Confined to its event loop, but for what {@link Upstreams.Sent} has. */
final class UpstreamCall implements Upstreams.Sent {

    private final EventLoop loop;
    private final UpstreamRequest request;
    private final Upstreams.Receiver receiver;

    private @Nullable UpstreamConnection connection;
    private boolean paused;
    private boolean over;
    /** When something of it has last moved. */
    private long movedNanos;

    UpstreamCall(EventLoop loop, UpstreamRequest request, Upstreams.Receiver receiver) {
        this.loop = loop;
        this.request = request;
        this.receiver = receiver;
        movedNanos = System.nanoTime();
    }

    EventLoop loop() {
        return loop;
    }

    UpstreamRequest request() {
        return request;
    }

    /** True if nobody is to be told anything any more. */
    boolean isOver() {
        return over;
    }

    /** It is on its way, by this connection. */
    void on(UpstreamConnection by) {
        connection = by;
        if (paused) {
            by.reads(false);
        }
    }

    void moved() {
        movedNanos = System.nanoTime();
    }

    /** True if the server was silent for too long, although its answer is read. */
    boolean isLate(long nowNanos) {
        return !paused && nowNanos - movedNanos > request.timeout().toNanos();
    }

    void head(int status, HeaderFields fields) {
        if (!over) {
            List<Map.Entry<String, String>> headers = new ArrayList<>(fields.size());
            fields.forEach((name, value) -> headers.add(Map.entry(name, value)));
            receiver.head(status, headers);
        }
    }

    void part(byte[] bytes) {
        if (!over) {
            receiver.part(bytes);
        }
    }

    void end() {
        if (!over) {
            over = true;
            connection = null;
            receiver.end();
        }
    }

    /** Tells the receiver later, since it may be about to send something, or not to have got this call yet. */
    void failed(Upstreams.Failure failure) {
        loop.execute(() -> {
            if (!over) {
                over = true;
                connection = null;
                receiver.failed(failure);
            }
        });
    }

    @Override
    public void cancel() {
        onLoop(() -> {
            over = true;
            if (connection != null) {
                connection.close();
                connection = null;
            }
        });
    }

    @Override
    public void pause() {
        onLoop(() -> reads(false));
    }

    @Override
    public void resume() {
        onLoop(() -> reads(true));
    }

    private void reads(boolean on) {
        paused = !on;
        moved();
        if (connection != null) {
            connection.reads(on);
        }
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }
}
