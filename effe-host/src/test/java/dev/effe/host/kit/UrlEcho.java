package dev.effe.host.kit;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A handler of a URL that answers with its event; the query has it do something else, such as {@code do=fail}. */
public final class UrlEcho implements RequestStreamHandler {

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        byte[] event = in.readAllBytes();
        String text = new String(event, StandardCharsets.UTF_8);
        if (text.contains("do=fail")) {
            throw new IllegalStateException("a secret");
        } else if (text.contains("do=exit")) {
            Runtime.getRuntime().halt(3);
        } else if (text.contains("do=sleep")) {
            sleep();
        } else if (text.contains("do=malformed")) {
            write(out, "{\"statusCode\": 9999}");
        } else if (text.contains("do=big")) {
            write(out, "\"" + "x".repeat(7_000_000) + "\"");
        } else if (text.contains("do=page")) {
            page(text, out);
        } else if (text.contains("do=stream")) {
            stream("{\"statusCode\": 202, \"headers\": {\"X-Own\": \"yes\"}}\0\0\0\0\0\0\0\0", out);
        } else if (text.contains("do=plain")) {
            stream("", out);
        } else {
            echo(event, out);
        }
    }

    private static void echo(byte[] event, OutputStream out) throws IOException {
        write(
                out,
                "{\"statusCode\": 201, \"headers\": {\"X-Own\": \"yes\", \"Content-Type\": \"application/json\"}, \"cookies\":"
                        + " [\"a=1\", \"b=2\"], \"isBase64Encoded\": true, \"body\": \""
                        + Base64.getEncoder().encodeToString(event) + "\"}");
    }

    /** A page whose script is in the query. */
    private static void page(String event, OutputStream out) throws IOException {
        String query = event.substring(event.indexOf("script=") + 7);
        String script = query.substring(0, query.indexOf('"'));
        byte[] html = ("<!doctype html><title>none</title><script>"
                        + new String(Base64.getUrlDecoder().decode(script), StandardCharsets.UTF_8) + "</script>")
                .getBytes(StandardCharsets.UTF_8);
        write(
                out,
                "{\"statusCode\": 200, \"headers\": {\"Content-Type\": \"text/html\"}, \"isBase64Encoded\": true, \"body\": \""
                        + Base64.getEncoder().encodeToString(html) + "\"}");
    }

    /** The second part comes much later than any test waits for the first. */
    private static void stream(String head, OutputStream out) throws IOException {
        write(out, head + "first");
        out.flush();
        sleep();
        write(out, "second");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void sleep() {
        try {
            Thread.sleep(30_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
