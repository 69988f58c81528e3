package dev.effe.server.trigger;

import dev.effe.Event;
import dev.effe.server.http.message.HeaderFields;
import dev.effe.server.topics.TriggeredEvent;
import java.nio.charset.StandardCharsets;

/** The headers that a function sees of an event: those of CloudEvents' binary mode, its own, and a few of the server's. */
final class EventHeaders {

    private static final String HEX = "0123456789ABCDEF";

    private EventHeaders() {}

    /** @param application the application's name */
    static HeaderFields of(String application, TriggeredEvent triggered) {
        Event event = triggered.event();
        HeaderFields headers = new HeaderFields();
        event.headers().forEach(headers::add);
        headers.add("Content-Type", triggered.contentType());
        headers.add("Content-Length", Integer.toString(triggered.payload().length));
        headers.add("ce-specversion", "1.0");
        headers.add("ce-id", escaped(event.id()));
        headers.add("ce-source", "/" + application + "/" + event.topic());
        headers.add("ce-type", event.topic());
        event.key().ifPresent(key -> headers.add("ce-subject", escaped(key)));
        headers.add("ce-time", event.time().toString());
        headers.add("effe-offset", Long.toString(event.offset()));
        headers.add("effe-attempt", Integer.toString(event.attempt()));
        event.replay().ifPresent(replay -> headers.add("effe-replay", replay));
        return headers;
    }

    /** CloudEvents' HTTP binding, 3.1.3.2: everything but visible ASCII, and quotes and percent signs, as octets. */
    static String escaped(String text) {
        StringBuilder value = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet > ' ' && octet < 0x7f && octet != '"' && octet != '%') {
                value.append((char) octet);
            } else {
                value.append('%').append(HEX.charAt(octet >> 4 & 0xf)).append(HEX.charAt(octet & 0xf));
            }
        }
        return value.toString();
    }
}
