package dev.effe.lambda.runtime;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a handler, as a context has it.
 *
 * @param handler calls it, whatever it is
 * @param instance what its constructor made; null for a static method
 * @param buffers the context's alone
 */
record HandlerInstance(
        RequestStreamHandler handler, @Nullable Object instance, LentBuffers buffers) {

    HandlerInstance(RequestStreamHandler handler, @Nullable Object instance) {
        this(handler, instance, new LentBuffers());
    }

    /** The same instance, for another context. */
    HandlerInstance shared() {
        return new HandlerInstance(handler, instance);
    }

    /** Closes the instance if it can be closed, which nobody does on AWS. */
    void close() throws Exception {
        if (instance instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
