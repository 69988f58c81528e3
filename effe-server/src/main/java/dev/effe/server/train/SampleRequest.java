package dev.effe.server.train;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A request of a training run. Immutable.
 *
 * @param headers what is sent besides Host, Content-Length and Connection
 * @param body the body as text; "" for none
 */
public record SampleRequest(String method, String path, Map<String, String> headers, String body) {

    /** Its bytes in HTTP/1.1, as the only request of its connection. */
    byte[] message() {
        StringBuilder message = new StringBuilder(128);
        message.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
        message.append("Host: localhost\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> message.append(name).append(": ").append(value).append("\r\n"));
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        message.append("Content-Length: ").append(length).append("\r\n\r\n").append(body);
        return message.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
