package dev.effe.bench.peer;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** The paths of the side-by-side run on Helidon SE, which gives each connection a virtual thread. */
public final class Peer {

    private Peer() {}

    public static void main(String[] arguments) {
        WebServer.builder()
                .port(Integer.parseInt(arguments[0]))
                .routing(Peer::paths)
                .build()
                .start();
    }

    private static void paths(HttpRouting.Builder routing) {
        routing.get("/hello", (request, response) -> hello(response))
                .post("/echo", Peer::echo)
                .get("/sleep", (request, response) -> {
                    Thread.sleep(10);
                    hello(response);
                });
    }

    private static void echo(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(request.content().as(byte[].class));
    }

    private static void hello(ServerResponse response) {
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.send("Hello, World!");
    }
}
