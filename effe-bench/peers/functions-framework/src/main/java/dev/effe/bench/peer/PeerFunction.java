package dev.effe.bench.peer;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.InputStream;

/** The paths of the side-by-side run as a Google function; the framework's own main serves it. */
public final class PeerFunction implements HttpFunction {

    @Override
    public void service(HttpRequest request, HttpResponse response) throws Exception {
        switch (request.getPath()) {
            case "/echo" -> {
                response.setContentType("application/json");
                try (InputStream body = request.getInputStream()) {
                    response.getOutputStream().write(body.readAllBytes());
                }
            }
            case "/sleep" -> {
                Thread.sleep(10);
                hello(response);
            }
            default -> hello(response);
        }
    }

    private static void hello(HttpResponse response) throws Exception {
        response.setContentType("text/plain; charset=utf-8");
        response.getWriter().write("Hello, World!");
    }
}
