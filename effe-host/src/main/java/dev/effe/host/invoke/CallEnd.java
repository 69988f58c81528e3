package dev.effe.host.invoke;

import dev.effe.server.invoke.InvokeException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whoever is told how a forwarded call has ended: once, on any thread. */
interface CallEnd {

    /** The instance has answered. */
    void answered(int status, List<Map.Entry<String, String>> headers, byte[] body);

    /** The end of an answered call for the metrics. */
    default CountedEnd counted(int status, List<Map.Entry<String, String>> headers) {
        return CountedEnd.of(status, headers);
    }

    /** The function has failed, as AWS Lambda tells it. */
    void failed(RuntimeError error);

    /** The function was not called. */
    void refused(InvokeException error);

    /**
     * Takes an answer that comes in parts.
     *
     * @return null if only whole answers are taken
     */
    @Nullable PassedStream stream(int status, List<Map.Entry<String, String>> headers, PassedStream.Source source);

    /** The answer has been passed on in parts. */
    void passedOn(boolean whole);
}
