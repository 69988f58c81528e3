package dev.effe.server.route;

import dev.effe.Response;
import dev.effe.server.json.FunctionJson;
import dev.effe.server.json.UsesJson;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An answer as the function writes it, by whatever way it goes: once, and only while its call lasts. Worker-confined
 * until it is sealed.
 */
public abstract class PendingResponse implements Response, UsesJson {

    protected static final String OCTETS = "application/octet-stream";

    private int status = 200;
    private byte @Nullable [] body;
    private @Nullable FunctionJson json;

    /** Written by whoever ends the call, read by a function that may be late. */
    private volatile boolean sealed;

    @Override
    public final void use(FunctionJson functions) {
        json = functions;
    }

    /** From here on the function can change nothing. */
    public final void seal() {
        sealed = true;
    }

    /**
     * Checks that the call goes on.
     *
     * @throws IllegalStateException if the call is over
     */
    public final void checkOpen() {
        if (sealed) {
            throw new IllegalStateException("This call is over: run has returned or its deadline has passed");
        }
    }

    /**
     * Checks that the call goes on without an answer.
     *
     * @throws IllegalStateException if the call is over or answered
     */
    protected final void checkUnanswered() {
        checkOpen();
        if (body != null || hasStream()) {
            throw new IllegalStateException("This call is answered already");
        }
    }

    /** True if the function has asked for the stream. */
    protected abstract boolean hasStream();

    /**
     * True if the function gave a whole answer, so that what it throws after that changes nothing. Not so with a
     * stream: a try with resources closes it also on the way out of a failure, and a cut answer must never look
     * complete.
     */
    public final boolean isAnswered() {
        return body != null;
    }

    /** The whole answer; null if there is none. */
    protected final byte @Nullable [] body() {
        return body;
    }

    @Override
    public final int status() {
        return status;
    }

    @Override
    public final Response status(int status) {
        checkUnanswered();
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status must be from 200 to 599, but was " + status);
        }
        this.status = status;
        return this;
    }

    @Override
    public final void send(byte[] whole) {
        give(whole, OCTETS);
    }

    @Override
    public final void text(String whole) {
        give(whole.getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8");
    }

    @Override
    public final void json(@Nullable Object value) {
        checkUnanswered();
        give(Objects.requireNonNull(json, "no function has it").write(value), "application/json");
    }

    /** Takes the whole answer. */
    protected void give(byte[] whole, String contentType) {
        checkUnanswered();
        body = whole;
    }
}
