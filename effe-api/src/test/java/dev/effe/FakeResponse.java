package dev.effe;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it is called with. */
final class FakeResponse implements Response {

    final List<String> calls = new ArrayList<>();

    @Override
    public int status() {
        return 200;
    }

    @Override
    public Response status(int status) {
        calls.add("status " + status);
        return this;
    }

    @Override
    public Response header(String name, String value) {
        calls.add("header " + name + ": " + value);
        return this;
    }

    @Override
    public Response addHeader(String name, String value) {
        calls.add("addHeader " + name + ": " + value);
        return this;
    }

    @Override
    public void send(byte[] body) {
        calls.add("send " + new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public void text(String body) {
        calls.add("text " + body);
    }

    @Override
    public void json(Object body) {
        calls.add("json " + body);
    }

    @Override
    public OutputStream stream() {
        throw new AssertionError("no sample streams");
    }
}
