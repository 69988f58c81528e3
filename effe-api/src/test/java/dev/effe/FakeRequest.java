package dev.effe;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request whose body is the given text, each character of it a byte, or whose JSON is the given value. */
record FakeRequest(Object body, Map<String, List<String>> headers) implements Request {

    FakeRequest(Object body) {
        this(body, Map.of());
    }

    /** With one header. */
    FakeRequest(Object body, String name, String value) {
        this(body, Map.of(name, List.of(value)));
    }

    @Override
    public String id() {
        return "7";
    }

    @Override
    public Instant deadline() {
        return Instant.MAX;
    }

    @Override
    public Duration remaining() {
        return Duration.ofSeconds(1);
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return InetSocketAddress.createUnresolved("client", 1);
    }

    @Override
    public Optional<String> traceparent() {
        return Optional.empty();
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String target() {
        return "/";
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public Map<String, List<String>> query() {
        return Map.of();
    }

    @Override
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    @Override
    public byte[] bytes() {
        return text().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String text() {
        return (String) body;
    }

    @Override
    public InputStream stream() {
        return new ByteArrayInputStream(bytes());
    }

    @Override
    public <T> T json(Class<T> type) {
        return type.cast(body);
    }

    @Override
    public Object json(Type type) {
        return body;
    }
}
