package dev.effe.host.invoke;

import dev.effe.Response;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.route.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the client of a URL how its call has ended, as AWS's function URLs do: nothing of the reason.
 *
 * @param streamed true if the answer is passed on as it comes
 */
record UrlEnd(Call call, boolean streamed) implements CallEnd {

    private static final int LARGEST_BODY = 6_291_556;
    private static final int FAILED = 502;
    private static final int TIMED_OUT = 504;
    private static final int SERVICE_FAILED = 500;

    @Override
    public void answered(int status, List<Map.Entry<String, String>> headers, byte[] body) {
        if (body.length > LARGEST_BODY) {
            tell(FAILED, "Internal Server Error");
            return;
        }
        Response response = call.response();
        UrlHeaders.answer(status, headers, response);
        if (call.request().method().equals("HEAD")) {
            length(headers, response);
        }
        response.send(body);
        call.completed(Outcome.SUCCEEDED);
    }

    /** The length of the body that a GET would have. */
    private static void length(List<Map.Entry<String, String>> headers, Response response) {
        headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Content-Length"))
                .findFirst()
                .ifPresent(header -> response.header("Content-Length", header.getValue()));
    }

    /** An answer of a function to a client of its own is no concern of the host's. */
    @Override
    public CountedEnd counted(int status, List<Map.Entry<String, String>> headers) {
        return status >= SERVICE_FAILED ? CountedEnd.FAILED : CountedEnd.DONE;
    }

    @Override
    public void failed(RuntimeError error) {
        if (error.isTimeout()) {
            tell(TIMED_OUT, "Gateway Timeout");
        } else {
            tell(FAILED, "Internal Server Error");
        }
    }

    private void tell(int status, String text) {
        call.response()
                .status(status)
                .header("Content-Type", "application/json")
                .send(text.getBytes(StandardCharsets.UTF_8));
        call.completed(Outcome.SUCCEEDED);
    }

    @Override
    public void refused(InvokeException error) {
        if (error.status() == SERVICE_FAILED) { // The answer of the instance is malformed.
            tell(FAILED, "Internal Server Error");
        } else {
            error.answer(call.response());
            call.completed(Outcome.SUCCEEDED);
        }
    }

    @Override
    public @Nullable PassedStream stream(
            int status, List<Map.Entry<String, String>> headers, PassedStream.Source source) {
        boolean whole = headers.stream().anyMatch(header -> header.getKey().equalsIgnoreCase("Content-Length"));
        if (!streamed || whole || call.request().method().equals("HEAD")) {
            return null;
        }
        UrlHeaders.answer(status, headers, call.response());
        return new PassedStream(call.response(), source, false);
    }

    @Override
    public void passedOn(boolean whole) {
        call.completed(
                whole
                        ? Outcome.SUCCEEDED
                        : new Outcome.Failed(new IOException("The instance has not finished its answer")));
    }
}
