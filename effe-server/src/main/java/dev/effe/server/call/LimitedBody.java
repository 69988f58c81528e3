package dev.effe.server.call;

import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.route.Body;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Collects the body of an answer, up to so many bytes, charged to the memory for all until it is closed. Thread-safe. */
final class LimitedBody implements BodySubscriber<Body>, AutoCloseable {

    private final CompletableFuture<Body> whole = new CompletableFuture<>();
    private final int maxBytes;
    private final MemoryBudget memory;

    // Guarded by this.
    private final List<byte[]> pieces = new ArrayList<>();
    private int bytes;
    private boolean closed;
    private Flow.@Nullable Subscription subscription;

    LimitedBody(int maxBytes, MemoryBudget memory) {
        this.maxBytes = maxBytes;
        this.memory = memory;
    }

    @Override
    public CompletionStage<Body> getBody() {
        return whole;
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            add(buffer);
        }
    }

    private void add(ByteBuffer buffer) {
        int length = buffer.remaining();
        if (closed) {
            return;
        }
        if (length > maxBytes - bytes) {
            close();
            whole.completeExceptionally(new TooLargeException(maxBytes));
            if (subscription != null) {
                subscription.cancel();
            }
            return;
        }
        byte[] piece = new byte[length];
        buffer.get(piece);
        pieces.add(piece);
        bytes += length;
        memory.takeAnswer(length);
    }

    @Override
    public void onError(Throwable failure) {
        whole.completeExceptionally(failure);
    }

    @Override
    public synchronized void onComplete() {
        whole.complete(Body.of(pieces, bytes));
    }

    /** Gives back what it has charged; from now on it takes no more. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            memory.giveAnswer(bytes);
        }
    }

    /** There is more than a call may take. */
    static final class TooLargeException extends IOException {

        private static final long serialVersionUID = 1;

        TooLargeException(int maxBytes) {
            super("The answer has more than " + maxBytes + " bytes: see max-body");
        }
    }
}
