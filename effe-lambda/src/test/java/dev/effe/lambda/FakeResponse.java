package dev.effe.lambda;

import dev.effe.Response;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/** Keeps what is sent. */
final class FakeResponse implements Response {

    private final Map<String, String> headers = new TreeMap<>();
    private int status = 200;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    byte[] body() {
        return body.toByteArray();
    }

    Map<String, String> headers() {
        return headers;
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
        headers.put(name, value);
        return this;
    }

    @Override
    public Response addHeader(String name, String value) {
        return header(name, value);
    }

    @Override
    public void send(byte[] given) {
        body.writeBytes(given);
    }

    @Override
    public void text(String text) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void json(Object value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public OutputStream stream() {
        return body;
    }
}
