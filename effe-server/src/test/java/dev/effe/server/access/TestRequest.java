package dev.effe.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.effe.Request;
import dev.effe.server.http.message.HeaderFields;
import dev.effe.server.http.message.HttpRequest;
import dev.effe.server.http.message.RequestHead;
import dev.effe.server.http.message.RequestMessage;
import dev.effe.server.route.Body;
import java.net.InetSocketAddress;

/** Makes a request that nobody sent. */
final class TestRequest {

    private final HeaderFields headers = new HeaderFields();
    private final String method;
    private final String target;
    private final String body;

    TestRequest(String method, String target, String body) {
        this.method = method;
        this.target = target;
        this.body = body;
    }

    TestRequest with(String name, String value) {
        headers.add(name, value);
        return this;
    }

    Request made() {
        byte[] bytes = body.getBytes(UTF_8);
        RequestHead head = new RequestHead(method, target, 1, headers, bytes.length, false, true, false);
        return new HttpRequest(
                "id", new RequestMessage(head, Body.of(bytes)), new InetSocketAddress(0), false, Long.MAX_VALUE);
    }
}
