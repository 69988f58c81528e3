package dev.effe.server.trigger;

import dev.effe.Event;
import dev.effe.server.http.message.HeaderFields;
import dev.effe.server.http.message.MediaType;
import dev.effe.server.http.message.Traceparent;
import dev.effe.server.json.Json;
import dev.effe.server.route.Body;
import dev.effe.server.route.PayloadOnlyRequest;
import dev.effe.spi.InvokeRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The request that a function is given of an event: {@code POST /} with the headers of CloudEvents; for a handler an
 * invocation whose event is the payload. Thread-safe.
 */
final class TriggerRequest extends PayloadOnlyRequest implements InvokeRequest {

    private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final Event event;
    private final HeaderFields headers;
    private final String arn;

    /**
     * Makes it.
     *
     * @param id the request's, in the log
     * @param arn the function's
     */
    TriggerRequest(String id, Event event, HeaderFields headers, Body payload, String arn) {
        super(id, payload, HERE);
        this.event = event;
        this.headers = headers;
        this.arn = arn;
    }

    @Override
    public Optional<Event> event() {
        return Optional.of(event);
    }

    @Override
    protected Optional<String> sentTraceparent() {
        return Traceparent.parse(headers.first("traceparent"));
    }

    @Override
    public Map<String, List<String>> headers() {
        return headers.asMap();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.first(name));
    }

    @Override
    public String text() {
        return new String(body().bytes(), MediaType.charset(headers.first("content-type")));
    }

    @Override
    public String invokedFunctionArn() {
        return arn;
    }

    /** All that is known of the event, where handlers look for what is not their payload. */
    @Override
    public Optional<String> clientContext() {
        Map<String, String> custom = new LinkedHashMap<>();
        custom.put("id", event.id());
        custom.put("topic", event.topic());
        custom.put("lane", Integer.toString(event.lane()));
        custom.put("offset", Long.toString(event.offset()));
        event.key().ifPresent(key -> custom.put("key", key));
        custom.put("time", event.time().toString());
        custom.put("attempt", Integer.toString(event.attempt()));
        event.replay().ifPresent(replay -> custom.put("replay", replay));
        event.headers().forEach((name, value) -> custom.put("header." + name.toLowerCase(Locale.ROOT), value));
        return Optional.of(Json.text(Map.of("custom", custom)));
    }

    @Override
    public Optional<String> cognitoIdentity() {
        return Optional.empty();
    }

    @Override
    public Optional<String> tenantId() {
        return Optional.empty();
    }

    @Override
    public Optional<String> traceId() {
        return Optional.empty();
    }
}
