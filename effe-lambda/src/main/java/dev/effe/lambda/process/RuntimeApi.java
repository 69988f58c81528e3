package dev.effe.lambda.process;

import dev.effe.lambda.process.ApiConnection.ApiAnswer;
import dev.effe.lambda.process.PendingCall.Piece;
import dev.effe.lambda.process.RequestReader.Head;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * AWS Lambda's Runtime API for one process, on a port of its own on loopback, by which it is known. Thread-safe.
 *
 * <p>Pages of browsers are refused: they can send requests to loopback, and a poll would take a call away.
 */
final class RuntimeApi implements AutoCloseable {

    /** AWS's 6 MB and a little, for an answer that is sent in one piece. */
    static final int LARGEST_ANSWER = 6_291_556;

    private static final int LARGEST_ERROR = 1 << 20;
    private static final String RUNTIME = "/2018-06-01/runtime/";
    private static final String INVOCATION = RUNTIME + "invocation/";
    private static final String STREAMING = "streaming";

    private final Polls polls;
    private final ServerSocketChannel listener;
    private final Set<ApiConnection> connections = ConcurrentHashMap.newKeySet();

    RuntimeApi(Polls polls) throws IOException {
        this.polls = polls;
        listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
    }

    /** As the process finds it in its environment. */
    String address() throws IOException {
        return "127.0.0.1:" + ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    /** Accepts connections until this is closed. */
    void accept() {
        try {
            while (true) {
                SocketChannel channel = listener.accept();
                ApiConnection connection = new ApiConnection(channel, this);
                connections.add(connection);
                Threads.start("effe-runtime-api", connection);
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    /** A connection has ended. */
    void ended(ApiConnection connection) {
        polls.gone(connection);
        connections.remove(connection);
    }

    /** Returns true if no connection is open. */
    boolean isQuiet() {
        return connections.isEmpty();
    }

    /**
     * Serves a request.
     *
     * @return the answer; null for a poll, which is answered when there is a call
     */
    @Nullable ApiAnswer serve(Head head, ApiConnection connection) throws IOException {
        if (head.header("origin") != null || head.header("sec-fetch-site") != null) {
            return ApiAnswer.error(403, "Forbidden", "Pages of browsers have no business here");
        }
        String path = head.path();
        if (head.method().equals("GET") && path.equals(INVOCATION + "next")) {
            polls.park(connection);
            return ApiAnswer.none();
        }
        if (head.method().equals("GET") && path.equals(RUNTIME + "restore/next")) {
            return new ApiAnswer(200, "OK", new byte[0]);
        }
        if (!head.method().equals("POST")) {
            return notFound(head);
        }
        if (path.equals(RUNTIME + "init/error") || path.equals(RUNTIME + "restore/error")) {
            polls.initFailed(error(head, connection.reader()));
            return ApiAnswer.OK;
        }
        int end = path.lastIndexOf('/');
        if (!path.startsWith(INVOCATION) || end < INVOCATION.length()) {
            return notFound(head);
        }
        return switch (path.substring(end)) {
            case "/response" -> respond(path.substring(INVOCATION.length(), end), head, connection.reader());
            case "/error" -> fail(path.substring(INVOCATION.length(), end), head, connection.reader());
            default -> notFound(head);
        };
    }

    private static ApiAnswer notFound(Head head) {
        return ApiAnswer.error(404, "NotFound", "The Runtime API has no " + head.method() + " " + head.path());
    }

    private ApiAnswer respond(String id, Head head, RequestReader body) throws IOException {
        String mode = head.header("lambda-runtime-function-response-mode");
        if (mode != null && !mode.equalsIgnoreCase(STREAMING)) {
            return ApiAnswer.error(
                    400, "InvalidFunctionResponseMode", "The mode of a response is streaming, or not said");
        }
        PendingCall call = polls.find(id);
        if (call == null || !call.beginAnswer()) {
            return unknown(call);
        }
        if (mode != null || body.isChunked()) {
            return stream(call, body);
        }
        if (body.length() > LARGEST_ANSWER) {
            call.put(new Piece.Failure(tooLarge(), true));
            return ApiAnswer.error(
                    413,
                    "RequestEntityTooLarge",
                    "Exceeded maximum allowed payload size (" + LARGEST_ANSWER + " bytes).");
        }
        call.put(new Piece.Part(body.whole()));
        call.put(new Piece.End());
        return ApiAnswer.OK;
    }

    private static byte[] tooLarge() {
        return ErrorText.of(
                "Function.ResponseSizeTooLarge",
                "Response payload size exceeded maximum allowed payload size (" + LARGEST_ANSWER + " bytes).");
    }

    /** A process that answers a call twice, or one that is not its own, is not to be given another. */
    private ApiAnswer unknown(@Nullable PendingCall answered) {
        polls.breakUp();
        return answered == null
                ? ApiAnswer.error(400, "InvalidRequestID", "Invalid request ID")
                : ApiAnswer.error(403, "InvalidStateTransition", "The invocation is answered already");
    }

    private ApiAnswer stream(PendingCall call, RequestReader body) throws IOException {
        byte[] part = body.part();
        while (part != null) {
            if (!call.put(new Piece.Part(part))) {
                return ApiAnswer.error(413, "RequestEntityTooLarge", "Nobody takes more of the response");
            }
            part = body.part();
        }
        Map<String, String> trailers = body.trailers();
        String type = trailers.get("lambda-runtime-function-error-type");
        String error = trailers.get("lambda-runtime-function-error-body");
        call.put(type == null && error == null ? new Piece.End() : new Piece.Failure(trailed(type, error), true));
        return ApiAnswer.OK;
    }

    private static byte[] trailed(@Nullable String type, @Nullable String base64) {
        try {
            if (base64 != null && !base64.isEmpty()) {
                return Base64.getDecoder().decode(base64);
            }
        } catch (IllegalArgumentException e) {
            // As if there were only the type.
        }
        return ErrorText.of(Objects.requireNonNullElse(type, "Unhandled"), "The function failed while it answered");
    }

    private ApiAnswer fail(String id, Head head, RequestReader body) throws IOException {
        byte[] error = error(head, body);
        PendingCall call = polls.find(id);
        if (call == null || !call.beginAnswer()) {
            return unknown(call);
        }
        call.put(new Piece.Failure(error, true));
        return ApiAnswer.OK;
    }

    /** The error that a process has sent, as it is; of one that says nothing, what its header says. */
    private static byte[] error(Head head, RequestReader body) throws IOException {
        StringBuilder text = new StringBuilder();
        for (byte[] part = body.part(); part != null && text.length() <= LARGEST_ERROR; part = body.part()) {
            text.append(new String(part, StandardCharsets.ISO_8859_1));
        }
        if (text.length() > 0) {
            return text.toString().getBytes(StandardCharsets.ISO_8859_1);
        }
        String type = head.header("lambda-runtime-function-error-type");
        return ErrorText.of(Objects.requireNonNullElse(type, "Runtime.Unknown"), "The runtime has told no reason");
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            // It is closed then.
        }
        connections.forEach(ApiConnection::close);
    }
}
