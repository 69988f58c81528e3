package dev.effe.server.call;

import dev.effe.server.http.message.Problem;
import dev.effe.server.http.message.StatusText;
import dev.effe.server.http.message.WholeAnswer;
import dev.effe.server.route.Body;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The result of a call.
 *
 * @param answer what the function answered; or, if it gave no answer, one that says why
 * @param end which of the two it is
 * @param cause why there is no answer, for the log; null if there is nothing more to say
 */
public record Reply(WholeAnswer answer, End end, @Nullable Throwable cause) {

    /** The headers that an answer has only over a connection. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "content-length",
            "date",
            "keep-alive",
            "transfer-encoding",
            "x-request-id",
            CallRoute.MARK.toLowerCase(Locale.ROOT));

    /** The end of a call. */
    public enum End {
        /** With the function's answer. */
        ANSWERED(0, ""),
        /** Nobody is there, or went away. */
        UNREACHABLE(502, "A function that is called cannot be reached"),
        /** The answer is longer than it may be, or stops in the middle. */
        UNUSABLE(502, "A function that is called gave no whole answer"),
        /** Its time was over, or the calling thread was interrupted. */
        OUT_OF_TIME(504, "A function that is called did not answer in time"),
        /** It was not sent: calls are nested too deeply. */
        TOO_DEEP(508, "Calls between functions are nested more deeply than loop-limit allows");

        private final int status;
        private final String detail;

        End(int status, String detail) {
            this.status = status;
            this.detail = detail;
        }

        String detail() {
            return detail;
        }
    }

    /** The function's answer, of which only what the function has set is shown. */
    public static Reply answered(WholeAnswer answer) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(answer.headers());
        headers.keySet().removeIf(name -> OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT)));
        Map<String, List<String>> shown = Collections.unmodifiableMap(headers);
        return new Reply(new WholeAnswer(answer.status(), shown, answer.body()), End.ANSWERED, null);
    }

    /** An answer in the place of one that is not there. */
    static Reply without(End end, String requestId, @Nullable Throwable cause) {
        Problem problem = new Problem("call", end.status, StatusText.of(end.status), end.detail);
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Content-Type", List.of(Problem.CONTENT_TYPE));
        return new Reply(new WholeAnswer(end.status, headers, Body.of(problem.json(requestId))), end, cause);
    }
}
