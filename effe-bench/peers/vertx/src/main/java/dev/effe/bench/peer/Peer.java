package dev.effe.bench.peer;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** The paths of the side-by-side run on Vert.x's event loop; the sleep is a timer, since nothing may block there. */
public final class Peer {

    private Peer() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        vertx.createHttpServer()
                .requestHandler(request -> answer(vertx, request))
                .listen(port)
                .await();
    }

    private static void answer(Vertx vertx, HttpServerRequest request) {
        HttpServerResponse response = request.response();
        switch (request.path()) {
            case "/echo" -> {
                response.putHeader("content-type", "application/json");
                request.body().onSuccess(response::end);
            }
            case "/sleep" -> vertx.setTimer(10, fired -> hello(response));
            default -> hello(response);
        }
    }

    private static void hello(HttpServerResponse response) {
        response.putHeader("content-type", "text/plain; charset=utf-8").end("Hello, World!");
    }
}
