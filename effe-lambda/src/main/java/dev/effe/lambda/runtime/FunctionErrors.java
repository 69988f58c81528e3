package dev.effe.lambda.runtime;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.factories.GsonFactory;
import dev.effe.spi.FunctionErrorException;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells failures as AWS's runtime does, byte for byte: by the same Gson, in the same order of fields. */
final class FunctionErrors {

    private static final String OWN_PACKAGE = FunctionErrors.class.getPackageName() + ".";

    /** As much as AWS keeps of a record. */
    private static final int MOST_REPORT_CHARS = 256 * 1024;

    private static final int MOST_THROWABLES = 20;

    private static final PojoSerializer<Payload> JSON =
            GsonFactory.getInstance().getSerializer(Payload.class);

    private FunctionErrors() {}

    /** The JSON's fields; a null is left out. */
    @SuppressWarnings({"unused", "PMD.UnusedPrivateField"})
    private record Payload(
            String errorMessage,
            @Nullable String errorType,
            @Nullable List<String> stackTrace) {}

    /**
     * The payload that a caller is told of a failure.
     *
     * @param logged whether the handler's log has it
     */
    static FunctionErrorException of(Throwable failure, boolean logged) {
        String type = failure.getClass().getName();
        Payload payload = new Payload(messageOf(failure), type, frames(stackOf(failure)));
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        JSON.toJson(payload, json);
        return new FunctionErrorException(json.toByteArray(), payload.errorMessage(), failure, logged);
    }

    /**
     * The text that AWS's runtime logs of it: message, class, and the stacks without the frames that called the
     * handler.
     */
    static String report(Throwable failure) {
        StringWriter trace = new StringWriter();
        try {
            cutStacks(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
            failure.printStackTrace(new PrintWriter(trace));
        } catch (Throwable e) {
            // It is user code: what it has printed until then is what is logged.
        }
        String text = messageOf(failure) + ": " + failure.getClass().getName() + "\n" + trace + "\n";
        return text.length() > MOST_REPORT_CHARS ? text.substring(0, MOST_REPORT_CHARS) : text;
    }

    private static void cutStacks(Throwable failure, Set<Throwable> seen) {
        if (seen.size() == MOST_THROWABLES || !seen.add(failure)) {
            return;
        }
        failure.setStackTrace(own(failure.getStackTrace()));
        if (failure.getCause() != null) {
            cutStacks(failure.getCause(), seen);
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            cutStacks(suppressed, seen);
        }
    }

    private static String messageOf(Throwable failure) {
        String message = null;
        try {
            message = failure.getLocalizedMessage();
        } catch (Throwable e) {
            // It is user code, which must not keep its caller from an answer.
        }
        return message == null ? failure.getClass().getName() : message;
    }

    private static StackTraceElement[] stackOf(Throwable failure) {
        try {
            return failure.getStackTrace();
        } catch (Throwable e) {
            return new StackTraceElement[0]; // As above.
        }
    }

    /** The handler's frames, without those of what called it. */
    private static List<String> frames(StackTraceElement[] trace) {
        return Stream.of(own(trace)).map(StackTraceElement::toString).toList();
    }

    private static StackTraceElement[] own(StackTraceElement[] trace) {
        return Stream.of(trace)
                .takeWhile(frame -> !frame.getClassName().startsWith(OWN_PACKAGE))
                .map(FunctionErrors::withoutLoader)
                .toArray(StackTraceElement[]::new);
    }

    /** Without the names of our class loaders, which AWS does not have. */
    private static StackTraceElement withoutLoader(StackTraceElement frame) {
        return new StackTraceElement(
                null,
                frame.getModuleName(),
                null,
                frame.getClassName(),
                frame.getMethodName(),
                frame.getFileName(),
                frame.getLineNumber());
    }
}
