package dev.effe.server.invoke;

import dev.effe.StatusException;
import dev.effe.server.json.Json;
import dev.effe.server.log.FunctionFrames;
import dev.effe.spi.FunctionErrorException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The payload that a caller is told when the function failed: {@code {"errorMessage", "errorType", "stackTrace"}}. */
final class FunctionErrors {

    private FunctionErrors() {}

    /** The error of an exception: that which an adapter made of it, else its class, message and stack. */
    static byte[] of(Throwable failure) {
        if (failure instanceof FunctionErrorException ready) {
            return ready.payload();
        }
        Map<String, Object> error = error(messageOf(failure), failure.getClass().getName());
        error.put("stackTrace", failure instanceof StatusException ? List.of() : stackOf(failure));
        return Json.write(error);
    }

    private static Map<String, Object> error(String message, String type) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("errorMessage", message);
        error.put("errorType", type);
        return error;
    }

    private static String messageOf(Throwable failure) {
        String name = failure.getClass().getName();
        try {
            String message = failure.getMessage();
            return message == null ? name : message;
        } catch (Throwable e) {
            return name; // It is user code.
        }
    }

    /** The function's own part of the stack. */
    private static List<String> stackOf(Throwable failure) {
        List<String> frames = new ArrayList<>();
        try {
            StackTraceElement[] stack = failure.getStackTrace();
            for (int i = 0; i < FunctionFrames.count(stack); i++) {
                frames.add(withoutLoader(stack[i]));
            }
        } catch (Throwable e) {
            frames.clear(); // It is user code.
        }
        return frames;
    }

    private static String withoutLoader(StackTraceElement frame) {
        return new StackTraceElement(
                        frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber())
                .toString();
    }

    static byte[] timedOut(String requestId, Duration timeout) {
        return Json.write(error("RequestId: " + requestId + " Error: " + timedOut(timeout), "Sandbox.Timedout"));
    }

    /** As AWS's log has it too. */
    static String timedOut(Duration timeout) {
        return String.format(Locale.ROOT, "Task timed out after %.2f seconds", timeout.toMillis() / 1000.0);
    }

    /** The function ended the process. Java tells no shutdown hook with which status. */
    static byte[] exited(String requestId) {
        return Json.write(error(
                "RequestId: " + requestId + " Error: Runtime exited without providing a reason", "Runtime.ExitError"));
    }

    static byte[] tooLarge(int limitBytes) {
        return Json.write(error(
                "Response payload size exceeded maximum allowed payload size (" + limitBytes + " bytes).",
                "Function.ResponseSizeTooLarge"));
    }
}
