package dev.effe.lambda.runtime;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a handler.
 *
 * @param handler calls it, whatever it is
 * @param instance what its constructor made; null for a static method
 */
record HandlerInstance(
        RequestStreamHandler handler, @Nullable Object instance) {

    /** Closes the instance if it can be closed, which nobody does on AWS. */
    void close() throws Exception {
        if (instance instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
