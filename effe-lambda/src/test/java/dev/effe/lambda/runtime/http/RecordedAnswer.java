package dev.effe.lambda.runtime.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.effe.Response;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what is given, in the order in which it is. */
public final class RecordedAnswer implements Response {

    public final List<String> headers = new ArrayList<>();
    final ByteArrayOutputStream streamed = new ByteArrayOutputStream();
    byte @Nullable [] sent;
    boolean isStream;
    /** True if streamed bytes are dropped, to save memory. */
    boolean discards;

    private int status = 200;

    /** The body as text, a byte each. */
    public String body() {
        return sent == null ? streamed.toString(ISO_8859_1) : new String(sent, ISO_8859_1);
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Response status(int given) {
        status = given;
        return this;
    }

    @Override
    public Response header(String name, String value) {
        headers.removeIf(line -> line.regionMatches(true, 0, name + ": ", 0, name.length() + 2));
        return addHeader(name, value);
    }

    @Override
    public Response addHeader(String name, String value) {
        headers.add(name + ": " + value);
        return this;
    }

    @Override
    public void send(byte[] body) {
        sent = body;
    }

    @Override
    public OutputStream stream() {
        isStream = true;
        return new FilterOutputStream(streamed) {
            @Override
            public void write(byte[] bytes, int from, int length) {
                if (!discards) {
                    streamed.write(bytes, from, length);
                }
            }
        };
    }

    @Override
    public void text(String body) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void json(@Nullable Object body) {
        throw new UnsupportedOperationException();
    }
}
