package dev.effe.server.invoke;

import dev.effe.Response;
import dev.effe.server.json.Json;
import dev.effe.server.route.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A synchronous invocation whose answer is sent while the function writes it, and whose end is a frame of its own. */
final class StreamedCall extends InvokeCall {

    private static final byte[] NOTHING = {};

    private final EventStreamAnswer answer;

    private StreamedCall(
            Call call,
            PayloadRequest request,
            EventStreamAnswer answer,
            Duration timeout,
            @Nullable InvocationLog tail) {
        super(call, request, new StreamedResponse(answer), timeout, tail);
        this.answer = answer;
    }

    static StreamedCall of(Call call, PayloadRequest request, Duration timeout, @Nullable InvocationLog tail) {
        return new StreamedCall(call, request, new EventStreamAnswer(call.response()), timeout, tail);
    }

    @Override
    boolean answer(InvokeEnd end, Response client, @Nullable String logged) throws IOException {
        InvokeException error = end.error();
        if (error != null) {
            error.answer(client);
            return true;
        }
        Map<String, String> completion = new LinkedHashMap<>();
        if (end.isFunctionError()) {
            completion.put("ErrorCode", end.errorType());
            completion.put("ErrorDetails", new String(end.payload(), StandardCharsets.UTF_8));
        }
        if (logged != null) {
            completion.put("LogResult", logged);
        }
        return answer.tryEnd(end.isFunctionError() ? NOTHING : end.payload(), Json.write(completion));
    }
}
