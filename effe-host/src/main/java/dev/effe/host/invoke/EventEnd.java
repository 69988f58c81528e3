package dev.effe.host.invoke;

import dev.effe.server.events.EventTarget.Result;
import dev.effe.server.invoke.InvokeException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells the queue of an event how an attempt has ended. */
record EventEnd(Consumer<Result> told, String version) implements CallEnd {

    private static final String FUNCTION_ERROR = "X-Amz-Function-Error";
    private static final int THROTTLED = 429;
    private static final int FIRST_OF_SERVER = 500;

    @Override
    public void answered(int status, List<Map.Entry<String, String>> headers, byte[] body) {
        boolean failed = headers.stream().anyMatch(header -> header.getKey().equalsIgnoreCase(FUNCTION_ERROR));
        if (status == THROTTLED || status >= FIRST_OF_SERVER) {
            told.accept(Result.REFUSED);
        } else if (failed || status != 200) {
            told.accept(Result.functionError(body, version));
        } else {
            told.accept(Result.answered(body, version));
        }
    }

    @Override
    public void failed(RuntimeError error) {
        told.accept(Result.functionError(error.json(), version));
    }

    @Override
    public void refused(InvokeException error) {
        told.accept(Result.REFUSED);
    }

    @Override
    public @Nullable PassedStream stream(
            int status, List<Map.Entry<String, String>> headers, PassedStream.Source source) {
        return null;
    }

    @Override
    public void passedOn(boolean whole) {
        throw new IllegalStateException("An event's answer is taken whole");
    }
}
