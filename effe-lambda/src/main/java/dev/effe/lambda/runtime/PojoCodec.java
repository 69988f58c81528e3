package dev.effe.lambda.runtime;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts JSON before and behind a handler that takes and returns objects. Thread-safe. */
final class PojoCodec {

    static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

    private final @Nullable Type input;
    private final @Nullable Type output;
    private final Serializers serializers;

    /**
     * @param input what the handler takes; null for nothing
     * @param output what the handler returns, which may be void
     */
    PojoCodec(@Nullable Type input, Type output, Serializers serializers) {
        this.input = input;
        this.output = output == void.class || output == Void.class ? null : output;
        this.serializers = serializers;
        warmUp();
    }

    /** Both now, and in this order: an event class changes how AWS's serialization writes dates from then on. */
    private void warmUp() {
        if (input != null) {
            serializers.of(input, false);
        }
        if (output != null) {
            serializers.of(output, false);
        }
    }

    void handle(
            RequestHandler<@Nullable Object, @Nullable Object> handler,
            InputStream in,
            OutputStream out,
            Context context)
            throws IOException {
        boolean android = isAndroid(context.getClientContext());
        Object result = handler.handleRequest(read(in, android), context);
        if (output == null) {
            out.write(NULL);
        } else {
            write(output, result, out, android);
        }
    }

    private @Nullable Object read(InputStream in, boolean android) {
        try {
            return input == null ? null : serializers.of(input, android).fromJson(in);
        } catch (Throwable t) {
            throw new RuntimeException("An error occurred during JSON parsing", t);
        }
    }

    @SuppressWarnings("NullAway") // AWS's classes have no null marks; a null is written as null.
    private void write(Type type, @Nullable Object result, OutputStream out, boolean android) {
        try {
            serializers.of(type, android).toJson(result, out);
        } catch (Throwable t) {
            throw new RuntimeException("An error occurred during JSON serialization of response", t);
        }
    }

    /** Whose JSON is read and written by Gson: the mobile SDK's of old. */
    private static boolean isAndroid(@Nullable ClientContext client) {
        Map<String, String> environment = client == null ? null : client.getEnvironment();
        return environment != null && "Android".equalsIgnoreCase(environment.get("platform"));
    }
}
