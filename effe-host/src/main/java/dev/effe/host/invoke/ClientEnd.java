package dev.effe.host.invoke;

import dev.effe.Response;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.route.Call;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Tells the client of a call how it has ended. */
record ClientEnd(Call call, String version) implements CallEnd {

    @Override
    public void answered(int status, List<Map.Entry<String, String>> headers, byte[] body) {
        Response response = call.response();
        response.status(status);
        PassedHeaders.put(headers, response);
        response.send(body);
        call.completed(Outcome.SUCCEEDED);
    }

    @Override
    public void failed(byte[] error) {
        call.response()
                .header("X-Amz-Executed-Version", version)
                .header("X-Amz-Function-Error", "Unhandled")
                .header("Content-Type", "application/json")
                .send(error);
        call.completed(Outcome.SUCCEEDED);
    }

    @Override
    public void refused(InvokeException error) {
        error.answer(call.response());
        call.completed(Outcome.SUCCEEDED);
    }

    @Override
    public PassedStream stream(List<Map.Entry<String, String>> headers, PassedStream.Source source) {
        return new PassedStream(call.response(), headers, source);
    }

    @Override
    public void passedOn(boolean whole) {
        call.completed(
                whole
                        ? Outcome.SUCCEEDED
                        : new Outcome.Failed(new IOException("The instance has not finished its answer")));
    }
}
