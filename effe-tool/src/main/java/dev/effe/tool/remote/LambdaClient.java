package dev.effe.tool.remote;

import dev.effe.server.access.RequestSigner;
import dev.effe.server.cli.ToolException;
import dev.effe.server.json.Json;
import dev.effe.server.settings.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends signed requests to the Lambda API of one place. Thread-safe. */
public final class LambdaClient {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration QUESTION = Duration.ofMinutes(1);
    private static final String CONTENT_TYPE = "content-type";
    private static final int MOST_ANSWER_BYTES = 16 << 20;
    private static final int TRIES = 5;
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Set<Integer> PASSING = Set.of(500, 502, 503, 504);
    private static final int TOO_MANY = 429;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final Endpoint endpoint;
    private final RequestSigner signer;
    private final Pause pause;

    private LambdaClient(Endpoint endpoint, RequestSigner signer, Pause pause) {
        this.endpoint = endpoint;
        this.signer = signer;
        this.pause = pause;
    }

    /**
     * A client with the key of this user.
     *
     * @throws UsageException if there is none, and the place is not on this machine
     */
    public static LambdaClient of(Endpoint endpoint, AwsProfile profile, Pause pause) {
        return of(endpoint, profile, pause, AwsService.LAMBDA);
    }

    /**
     * The same for another service of AWS's.
     *
     * @param functions the place of functions, by which that of the service is found
     */
    static LambdaClient of(Endpoint functions, AwsProfile profile, Pause pause, AwsService service) {
        Endpoint endpoint = functions.of(service, profile);
        Credentials key = profile.credentials().orElse(null);
        if (key == null && !endpoint.isLoopback()) {
            throw new UsageException("There is no key for " + endpoint + ": " + profile.advice());
        }
        Credentials used = key == null ? Credentials.ANY : key;
        RequestSigner signer = new RequestSigner(
                used.id(),
                used.secret(),
                used.sessionToken(),
                endpoint.region(),
                service.label(),
                InstantSource.system());
        return new LambdaClient(endpoint, signer, pause);
    }

    /** The place. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** Waits between two questions. */
    Pause pause() {
        return pause;
    }

    /** Text as a part of a path or a query. */
    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Sends a request, once more after a while if the other side is too busy for it.
     *
     * @param body made JSON; null for none
     * @return the answer's JSON; empty if it has none
     * @throws ApiException if it is refused
     */
    public Map<String, Object> send(String method, String target, @Nullable Object body) throws IOException {
        byte[] bytes = body == null ? new byte[0] : Json.write(body);
        boolean reads = method.equals("GET");
        return json(
                call(new Sent(method, target, Map.of(), bytes, PATIENCE, reads)).body());
    }

    /**
     * A request.
     *
     * @param headers by their names in lower case
     * @param patience the longest that an answer may take
     * @param reads whether it changes nothing, so that it can be sent again after any failure of the other side
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares it.
    record Sent(
            String method, String target, Map<String, String> headers, byte[] body, Duration patience, boolean reads) {}

    /** An answer that is no error. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares it.
    record Reply(int status, HttpHeaders headers, byte[] body) {}

    /** Sends a request as {@link #send} does, and returns the answer as it is. */
    Reply call(Sent sent) throws IOException {
        Duration wait = FIRST_WAIT;
        for (int tries = 1; ; tries++) {
            HttpResponse<InputStream> answer = exchange(sent);
            byte[] said = read(answer);
            int status = answer.statusCode();
            if (status / 100 == 2) {
                return new Reply(status, answer.headers(), said);
            }
            ApiException refusal = refusal(answer, said);
            boolean busy = status == TOO_MANY || refusal.is("ThrottlingException");
            boolean again = busy || (sent.reads() && PASSING.contains(status));
            if (!again || tries == TRIES) {
                throw refusal;
            }
            pause.of(wait);
            wait = wait.multipliedBy(2);
        }
    }

    /**
     * Asks a service of AWS's that has its operations at the root.
     *
     * @param operation as X-Amz-Target has it
     * @param version of AWS's protocol for JSON, 1.0 or 1.1
     */
    Map<String, Object> ask(String operation, String version, Map<String, Object> body) throws IOException {
        Map<String, String> headers =
                Map.of("x-amz-target", operation, CONTENT_TYPE, "application/x-amz-json-" + version);
        return json(call(new Sent("POST", "/", headers, Json.write(body), QUESTION, true))
                .body());
    }

    /** Opens an answer that is read while it comes; to be closed. */
    InputStream open(String target) throws IOException {
        HttpResponse<InputStream> answer = exchange(new Sent("GET", target, Map.of(), new byte[0], PATIENCE, true));
        if (answer.statusCode() / 100 != 2) {
            throw refusal(answer, read(answer));
        }
        return answer.body();
    }

    private HttpResponse<InputStream> exchange(Sent sent) throws IOException {
        String method = sent.method();
        byte[] body = sent.body();
        URI uri = URI.create(endpoint + sent.target());
        String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(sent.patience())
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        signer.headers(method, path, endpoint.hostHeader(), sent.headers(), body)
                .forEach(request::setHeader);
        if (body.length > 0 && !sent.headers().containsKey(CONTENT_TYPE)) {
            request.setHeader(CONTENT_TYPE, "application/json");
        }
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolException("Interrupted");
        } catch (IOException e) {
            String fix = endpoint.host() && endpoint.isLoopback() ? ": is effe host running there?" : ": " + e;
            throw new ToolException(endpoint + " cannot be reached" + fix);
        }
    }

    private byte[] read(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream in = answer.body()) {
            byte[] bytes = in.readNBytes(MOST_ANSWER_BYTES + 1);
            if (bytes.length > MOST_ANSWER_BYTES) {
                throw new ToolException(endpoint + " answers more than " + MOST_ANSWER_BYTES + " bytes");
            }
            return bytes;
        }
    }

    private static Map<String, Object> json(byte[] said) {
        try {
            return said.length == 0 ? Map.of() : JsonFields.map(Json.read(said));
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }

    private ApiException refusal(HttpResponse<InputStream> answer, byte[] said) {
        Map<String, Object> body = json(said);
        String type = answer.headers().firstValue("x-amzn-ErrorType").orElse(JsonFields.text(body, "__type"));
        String lower = JsonFields.text(body, "message");
        String message = lower.isEmpty() ? JsonFields.text(body, "Message") : lower;
        return new ApiException(
                answer.statusCode(),
                type.replaceFirst(":.*", "").replaceFirst(".*#", ""),
                message.isEmpty() ? endpoint + " refuses it, and speaks no Lambda API" : message);
    }

    /**
     * All items of a list that comes in pages.
     *
     * @param target without a query
     * @param member which of an answer has the items
     */
    List<Map<String, Object>> list(String target, String member) throws IOException {
        List<Map<String, Object>> items = new ArrayList<>();
        String query = "?MaxItems=50";
        while (true) {
            Map<String, Object> page = send("GET", target + query, null);
            for (Object item : JsonFields.list(page.get(member))) {
                items.add(JsonFields.map(item));
            }
            String next = JsonFields.text(page, "NextMarker");
            if (next.isEmpty()) {
                return items;
            }
            query = "?MaxItems=50&Marker=" + escaped(next);
        }
    }
}
