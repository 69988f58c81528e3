package dev.effe.lambda;

import dev.effe.Request;
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

/** The parts of a request that handlers' tests have in common: a body, 30 s of time, and nothing else. */
public interface FakeRequest extends Request {

    @Override
    default Instant deadline() {
        return Instant.now().plus(remaining());
    }

    @Override
    default Duration remaining() {
        return Duration.ofSeconds(30);
    }

    @Override
    default String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    @Override
    default InputStream stream() {
        return new ByteArrayInputStream(bytes());
    }

    @Override
    default <T> T json(Class<T> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Object json(Type type) {
        throw new UnsupportedOperationException();
    }

    @Override
    default Map<String, List<String>> query() {
        return Map.of();
    }

    @Override
    default Map<String, List<String>> headers() {
        return Map.of();
    }

    @Override
    default Optional<String> header(String name) {
        return headers().getOrDefault(name, List.of()).stream().findFirst();
    }

    @Override
    default InetSocketAddress remoteAddress() {
        return new InetSocketAddress("203.0.113.7", 50123);
    }

    @Override
    default Optional<String> traceparent() {
        return Optional.empty();
    }
}
