package dev.effe.host.invoke;

import dev.effe.Response;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.invoke.StreamFrames;
import dev.effe.server.route.Call;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the client of a call how it has ended.
 *
 * @param version that was called
 * @param streamed true if the client awaits frames
 */
record ClientEnd(Call call, String version, boolean streamed) implements CallEnd {

    @Override
    public void answered(int status, List<Map.Entry<String, String>> headers, byte[] body) {
        Response response = call.response();
        response.status(status);
        PassedHeaders.put(headers, response);
        response.send(body);
        call.completed(Outcome.SUCCEEDED);
    }

    @Override
    public void failed(RuntimeError error) {
        Response response = call.response().header("X-Amz-Executed-Version", version);
        if (streamed) {
            response.header("Content-Type", StreamFrames.CONTENT_TYPE)
                    .send(StreamFrames.failed(error.type(), error.json(), null));
        } else {
            response.header("X-Amz-Function-Error", "Unhandled")
                    .header("Content-Type", "application/json")
                    .send(error.json());
        }
        call.completed(Outcome.SUCCEEDED);
    }

    @Override
    public void refused(InvokeException error) {
        error.answer(call.response());
        call.completed(Outcome.SUCCEEDED);
    }

    @Override
    public @Nullable PassedStream stream(
            int status, List<Map.Entry<String, String>> headers, PassedStream.Source source) {
        if (status != 200 || !isFrames(headers)) {
            return null;
        }
        PassedHeaders.put(headers, call.response());
        return new PassedStream(call.response(), source, true);
    }

    private static boolean isFrames(List<Map.Entry<String, String>> headers) {
        return headers.stream()
                .anyMatch(header -> header.getKey().equalsIgnoreCase("Content-Type")
                        && header.getValue().equals(StreamFrames.CONTENT_TYPE));
    }

    @Override
    public void passedOn(boolean whole) {
        call.completed(
                whole
                        ? Outcome.SUCCEEDED
                        : new Outcome.Failed(new IOException("The instance has not finished its answer")));
    }
}
