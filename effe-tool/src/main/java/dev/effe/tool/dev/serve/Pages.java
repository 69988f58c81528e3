package dev.effe.tool.dev.serve;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.tool.dev.page.ErrorPage;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Sends pages of dev's own, which load nothing else. Stateless. */
final class Pages {

    private Pages() {}

    /** @param nonce that of the page */
    static void send(Response response, int status, String html, String nonce) {
        byte[] body = html.getBytes(StandardCharsets.UTF_8);
        response.status(status)
                .header("Content-Type", "text/html; charset=utf-8")
                .header("Content-Length", Integer.toString(body.length))
                .header("Cache-Control", "no-store")
                .header("Content-Security-Policy", ErrorPage.policy(nonce))
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .send(body);
    }

    static boolean isBrowser(Request request) {
        return request.header("Accept").orElse("").toLowerCase(Locale.ROOT).contains("text/html");
    }
}
