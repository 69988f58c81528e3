package com.example.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A small web application: a page and its form. It streams its pages, entry by entry. */
public final class Guestbook implements RequestStreamHandler {

    private static final List<String> ENTRIES = new CopyOnWriteArrayList<>();

    private final Gson gson = new Gson();

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        JsonObject event = JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                .getAsJsonObject();
        JsonObject http = event.getAsJsonObject("requestContext").getAsJsonObject("http");
        if (http.get("method").getAsString().equals("POST")) {
            ENTRIES.add(entryOf(event));
            begin(out, 303, Map.of("Location", "/"));
        } else {
            begin(out, 200, Map.of("Content-Type", "text/html; charset=utf-8"));
            writePage(out);
        }
    }

    /** A form's body comes in base64. */
    private static String entryOf(JsonObject event) {
        String body = event.get("body").getAsString();
        if (event.get("isBase64Encoded").getAsBoolean()) {
            body = new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8);
        }
        return URLDecoder.decode(body.replaceFirst("^entry=", ""), StandardCharsets.UTF_8);
    }

    /** Status and headers, then eight NULs, then the body: how AWS streams. */
    private void begin(OutputStream out, int status, Map<String, String> headers) throws IOException {
        write(out, gson.toJson(Map.of("statusCode", status, "headers", headers)));
        out.write(new byte[8]);
    }

    private static void writePage(OutputStream out) throws IOException {
        write(out, "<h1>Guestbook</h1>\n<form method=post><input name=entry><button>Sign</button></form>\n");
        for (String entry : ENTRIES) {
            write(out, "<p>" + entry.replace("&", "&amp;").replace("<", "&lt;") + "</p>\n");
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
