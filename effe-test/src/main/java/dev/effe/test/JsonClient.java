package dev.effe.test;

import dev.effe.server.json.FunctionJson;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends JSON to the function that a test serves, and reads what it answers: see {@link EffeExtension#json}. Immutable and
 * thread-safe.
 *
 * {@snippet class="dev.effe.test.JsonClientTest" region="json"}
 *
 * <p>JSON is written and read in the way that the function's {@code json()} says, for a handler or an application in the
 * standard way. Each request waits for its answer for 60 seconds at most.
 */
public final class JsonClient {

    private final Function<String, HttpRequest.Builder> requests;
    private final Function<HttpRequest.Builder, HttpResponse<byte[]>> sender;
    private final FunctionJson json;
    private final List<String> headers;

    JsonClient(
            Function<String, HttpRequest.Builder> requests,
            Function<HttpRequest.Builder, HttpResponse<byte[]>> sender,
            FunctionJson json,
            List<String> headers) {
        this.requests = requests;
        this.sender = sender;
        this.json = json;
        this.headers = headers;
    }

    /**
     * The same client with a header on each request, beside those that it has.
     *
     * @param name its name
     * @param value its value
     * @return a new client
     */
    public JsonClient header(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name);
        more.add(value);
        return new JsonClient(requests, sender, json, more);
    }

    /**
     * Sends a GET request.
     *
     * @param target path and query, escaped
     * @return the answer
     */
    public JsonAnswer get(String target) {
        return send("GET", target);
    }

    /**
     * Sends a POST request.
     *
     * @param target path and query, escaped
     * @param body sent as JSON; null is the JSON {@code null}
     * @return the answer
     * @throws IllegalArgumentException if the body cannot be written as JSON
     */
    public JsonAnswer post(String target, @Nullable Object body) {
        return send("POST", target, body);
    }

    /**
     * Sends a PUT request.
     *
     * @param target path and query, escaped
     * @param body sent as JSON; null is the JSON {@code null}
     * @return the answer
     * @throws IllegalArgumentException if the body cannot be written as JSON
     */
    public JsonAnswer put(String target, @Nullable Object body) {
        return send("PUT", target, body);
    }

    /**
     * Sends a DELETE request.
     *
     * @param target path and query, escaped
     * @return the answer
     */
    public JsonAnswer delete(String target) {
        return send("DELETE", target);
    }

    /**
     * Sends a request of any method without a body.
     *
     * @param method the method
     * @param target path and query, escaped
     * @return the answer
     */
    public JsonAnswer send(String method, String target) {
        return send(method, target, requests.apply(target).method(method, BodyPublishers.noBody()));
    }

    /**
     * Sends a request of any method with a body.
     *
     * @param method the method
     * @param target path and query, escaped
     * @param body sent as JSON; null is the JSON {@code null}
     * @return the answer
     * @throws IllegalArgumentException if the body cannot be written as JSON
     */
    public JsonAnswer send(String method, String target, @Nullable Object body) {
        HttpRequest.Builder request =
                requests.apply(target).method(method, BodyPublishers.ofByteArray(json.write(body)));
        return send(method, target, request.setHeader("Content-Type", "application/json"));
    }

    private JsonAnswer send(String method, String target, HttpRequest.Builder request) {
        request.setHeader("Accept", "application/json");
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        return new JsonAnswer(method + " " + target, sender.apply(request), json);
    }
}
