package dev.effe.test;

import dev.effe.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stands before a response, and tells of each use of it after run has returned. Thread-safe. */
final class WatchedResponse {

    private final Response behind;
    private final boolean isCut;
    private final List<String> late;
    private volatile boolean over;

    /**
     * Makes it.
     *
     * @param isCut whether its client has gone, so that no byte of a stream can be written
     * @param late where uses after the end are told
     */
    WatchedResponse(Response behind, boolean isCut, List<String> late) {
        this.behind = behind;
        this.isCut = isCut;
        this.late = late;
    }

    /** For the function. */
    Response proxy() {
        return (Response) Proxy.newProxyInstance(
                Response.class.getClassLoader(), new Class<?>[] {Response.class}, (self, method, arguments) -> {
                    Object result = used(method, arguments);
                    if (result instanceof OutputStream stream) {
                        return new Stream(stream);
                    }
                    return result instanceof Response ? self : result; // As fluent methods return it.
                });
    }

    /** Run has returned. */
    void over() {
        over = true;
    }

    private @Nullable Object used(Method method, Object @Nullable [] arguments) throws Throwable {
        tellIfLate(method.getName());
        try {
            return method.invoke(behind, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private void tellIfLate(String method) {
        if (over) {
            late.add("Response." + method + " by the thread "
                    + Thread.currentThread().getName());
        }
    }

    private final class Stream extends OutputStream {

        private final OutputStream stream;

        Stream(OutputStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            tellIfLate("stream().write");
            if (isCut) {
                throw new IOException("The client has gone");
            }
            stream.write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            if (isCut) {
                throw new IOException("The client has gone");
            }
            stream.flush();
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
