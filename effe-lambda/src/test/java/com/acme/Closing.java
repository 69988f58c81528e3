package com.acme;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.crac.Core;
import org.crac.Resource;

/** Tells how many of its instances are closed. */
public class Closing implements RequestHandler<String, Integer>, AutoCloseable {

    private static final AtomicInteger CLOSED = new AtomicInteger();

    @Override
    public Integer handleRequest(String input, Context context) {
        return CLOSED.get();
    }

    @Override
    public void close() {
        CLOSED.incrementAndGet();
    }

    /** As a stream handler. */
    public static final class Streamed implements RequestStreamHandler, Closeable {

        @Override
        public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
            out.write(CLOSED.toString().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            CLOSED.incrementAndGet();
        }
    }

    /** By a method. */
    public static final class Named implements AutoCloseable {

        public int call(String input) {
            return CLOSED.get();
        }

        @Override
        public void close() {
            CLOSED.incrementAndGet();
        }
    }

    /** Can be in no snapshot. */
    public static final class Hooked extends Closing implements Resource {

        public Hooked() {
            Core.getGlobalContext().register(this);
        }

        @Override
        public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
            throw new IllegalStateException("no snapshot");
        }

        @Override
        public void afterRestore(org.crac.Context<? extends Resource> context) {}
    }
}
