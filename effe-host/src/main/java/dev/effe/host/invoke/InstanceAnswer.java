package dev.effe.host.invoke;

import dev.effe.host.engine.Instance;
import dev.effe.server.http.upstream.Upstreams;
import dev.effe.server.http.upstream.Upstreams.Failure;
import dev.effe.server.http.upstream.Upstreams.Receiver;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The answer of an instance to one attempt: kept until it is whole, for it has a few megabytes at most; that of a call
 * that takes a stream is passed on as it comes. Told on one event loop.
 */
final class InstanceAnswer implements Receiver, PassedStream.Source {

    /** More than the largest payload of a synchronous call, 6,291,556 bytes, which the instance sees to. */
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private final ForwardedCall call;
    private final Instance instance;
    private final AtomicBoolean released = new AtomicBoolean();

    /** The first part of the body, as a rule the only one. */
    private byte[] first = {};

    /** All parts, if there are more. */
    private @Nullable ByteArrayOutputStream gathered;

    private int status;
    private List<Map.Entry<String, String>> headers = List.of();
    private @Nullable PassedStream stream;

    /** Written by the thread that has sent the call, perhaps after the answer has begun. */
    private volatile Upstreams.@Nullable Sent sent;

    InstanceAnswer(ForwardedCall call, Instance instance) {
        this.call = call;
        this.instance = instance;
    }

    /** The means to stop it. */
    void sent(Upstreams.Sent means) {
        sent = means;
    }

    @Override
    public void head(int answered, List<Map.Entry<String, String>> fields) {
        status = answered;
        headers = fields;
        // If the client goes, the end of the answer is not told any more.
        stream = call.stream(answered, fields, this, this::release);
    }

    @Override
    public void part(byte[] bytes) {
        if (stream != null) {
            stream.part(bytes);
        } else if (!released.get()) {
            gather(bytes);
        }
    }

    private void gather(byte[] bytes) {
        if (first.length == 0) {
            first = bytes;
            return;
        }
        if (gathered == null) {
            gathered = new ByteArrayOutputStream(2 * first.length);
            gathered.writeBytes(first);
        }
        gathered.writeBytes(bytes);
        if (gathered.size() > MOST_BYTES) {
            cancel();
            failed(Failure.MALFORMED);
        }
    }

    @Override
    public void end() {
        if (!release()) {
            return;
        }
        if (stream != null) {
            stream.end(true);
        } else {
            call.answered(status, headers, gathered == null ? first : gathered.toByteArray());
        }
    }

    @Override
    public void failed(Failure failure) {
        if (!release()) {
            return;
        }
        if (stream != null) {
            stream.end(false);
            return;
        }
        switch (failure) {
            case NOT_SENT -> call.notSent(instance);
            case LOST -> call.lost(instance);
            case MALFORMED -> call.malformed(instance);
            case TIMED_OUT -> call.timedOut(instance);
        }
    }

    /** Gives the place in the instance back, once. */
    private boolean release() {
        boolean first = released.compareAndSet(false, true);
        if (first) {
            call.release(instance);
        }
        return first;
    }

    // From the thread that passes a stream on.

    @Override
    public void cancel() {
        Upstreams.Sent means = sent;
        if (means != null) {
            means.cancel();
        }
    }

    @Override
    public boolean pause() {
        Upstreams.Sent means = sent;
        if (means != null) {
            means.pause();
        }
        return means != null;
    }

    @Override
    public void resume() {
        Upstreams.Sent means = sent;
        if (means != null) {
            means.resume();
        }
    }
}
