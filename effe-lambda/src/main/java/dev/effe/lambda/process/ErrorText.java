package dev.effe.lambda.process;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Errors as JSON, in AWS's words: {@code {"errorType", "errorMessage"}}. */
final class ErrorText {

    private static final Map<Integer, String> SIGNALS = Map.of(
            4,
            "illegal instruction",
            6,
            "aborted",
            7,
            "bus error",
            9,
            "killed",
            11,
            "segmentation fault",
            15,
            "terminated");

    private static final int SIGNALLED = 128;

    private ErrorText() {}

    static byte[] of(String type, String message) {
        String json = "{\"errorType\":\"" + escaped(type) + "\",\"errorMessage\":\"" + escaped(message) + "\"}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    /**
     * A process has ended.
     *
     * @param prefix the beginning of the message
     * @param status its exit status, as Java tells it: a signal's number is above 128
     */
    static byte[] exited(String prefix, int status) {
        return of("Runtime.ExitError", prefix + exit(status));
    }

    static String exit(int status) {
        if (status == 0) {
            return "Runtime exited without providing a reason";
        }
        int signal = status - SIGNALLED;
        String how = SIGNALS.containsKey(signal) ? "signal: " + SIGNALS.get(signal) : "exit status " + status;
        return "Runtime exited with error: " + how;
    }

    /** The words of an error that a program has sent, for the log: as JSON, and not more than a few lines. */
    static String shown(byte[] error) {
        int length = Math.min(error.length, 2000);
        return new String(error, 0, length, StandardCharsets.UTF_8) + (length < error.length ? "…" : "");
    }
}
