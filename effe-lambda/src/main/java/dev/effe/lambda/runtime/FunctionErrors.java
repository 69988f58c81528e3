package dev.effe.lambda.runtime;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.factories.GsonFactory;
import dev.effe.spi.FunctionErrorException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells failures as AWS's runtime does, byte for byte: by the same Gson, in the same order of fields. */
final class FunctionErrors {

    private static final String OWN_PACKAGE = FunctionErrors.class.getPackageName() + ".";

    private static final PojoSerializer<Payload> JSON =
            GsonFactory.getInstance().getSerializer(Payload.class);

    private FunctionErrors() {}

    /** The JSON's fields; a null is left out. */
    @SuppressWarnings({"unused", "PMD.UnusedPrivateField"})
    private record Payload(
            String errorMessage,
            @Nullable String errorType,
            @Nullable List<String> stackTrace) {}

    static FunctionErrorException of(Throwable failure) {
        String type = failure.getClass().getName();
        return exception(new Payload(messageOf(failure), type, frames(stackOf(failure))), failure);
    }

    private static FunctionErrorException exception(Payload payload, Throwable failure) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        JSON.toJson(payload, json);
        return new FunctionErrorException(json.toByteArray(), payload.errorMessage(), failure);
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
        List<String> frames = new ArrayList<>();
        for (StackTraceElement frame : trace) {
            if (frame.getClassName().startsWith(OWN_PACKAGE)) {
                break;
            }
            frames.add(text(frame));
        }
        return frames;
    }

    /** Without the names of our class loaders, which AWS does not have. */
    private static String text(StackTraceElement frame) {
        return new StackTraceElement(
                        null,
                        frame.getModuleName(),
                        null,
                        frame.getClassName(),
                        frame.getMethodName(),
                        frame.getFileName(),
                        frame.getLineNumber())
                .toString();
    }
}
