package dev.effe.server.events;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** POSTs records; a status from 200 to 299 says that one has arrived. The attributes are headers. */
record HttpDestination(URI uri) implements Destination {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final int LONGEST_VALUE = 1024;

    @Override
    public void send(String name, Map<String, String> attributes, byte[] json)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("X-Request-Id", name);
        attributes.forEach((attribute, value) -> request.header(attribute, headerValue(value)));
        HttpResponse<Void> answer = Holder.CLIENT.send(
                request.POST(BodyPublishers.ofByteArray(json)).build(), BodyHandlers.discarding());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(uri + " answered " + answer.statusCode());
        }
    }

    /** An exception's message may hold anything. */
    private static String headerValue(String text) {
        String printable = text.replaceAll("[^ -~]", " ").strip();
        return printable.substring(0, Math.min(printable.length(), LONGEST_VALUE));
    }

    /** Made when it is first needed. */
    private static final class Holder {
        static final HttpClient CLIENT =
                HttpClient.newBuilder().connectTimeout(CONNECT).build();
    }
}
