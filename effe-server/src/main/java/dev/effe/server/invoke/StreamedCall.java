package dev.effe.server.invoke;

import dev.effe.Response;
import dev.effe.server.route.Call;
import java.io.IOException;
import java.time.Duration;
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
        return end.isFunctionError()
                ? answer.tryEnd(NOTHING, StreamFrames.failed(end.errorType(), end.payload(), logged))
                : answer.tryEnd(end.payload(), StreamFrames.succeeded(logged));
    }
}
