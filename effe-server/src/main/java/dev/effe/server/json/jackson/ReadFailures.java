package dev.effe.server.json.jackson;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.effe.StatusException;
import java.io.IOException;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/** Tells whose fault it is that a body was not read: a client is told its own, in words that name nothing of Java. */
final class ReadFailures {

    private final Expected expected;
    /** Such as "The body". */
    private final String whole;

    /** @param whole what is read, as a subject of a sentence */
    ReadFailures(ObjectMapper mapper, String whole) {
        this.expected = new Expected(mapper);
        this.whole = whole;
    }

    /** Gives the answer: 400 if the body is at fault, else an exception that is logged. */
    RuntimeException explain(IOException failure, Type type) {
        StatusException meant = statusIn(failure);
        if (meant != null) {
            return meant;
        }
        String path = failure instanceof JsonMappingException mapping ? Paths.of(mapping) : "";
        // Lists and maps wrap what the parser throws, to say where.
        IOException deepest = failure.getCause() instanceof JsonProcessingException parsers ? parsers : failure;
        if (deepest instanceof JsonMappingException mapping) {
            return isFault(mapping)
                    ? new IllegalStateException(
                            type.getTypeName() + " cannot be read from JSON: " + about(path, mapping), mapping)
                    : refusal(mismatch(path, mapping), failure);
        }
        return refusal(unparsed(path, deepest), failure);
    }

    private static String about(String path, JsonMappingException e) {
        return (path.isEmpty() ? "" : path + ": ") + e.getOriginalMessage();
    }

    private String unparsed(String path, IOException e) {
        return switch (e.getClass().getSimpleName()) { // By name: older ones have neither.
            case "InputCoercionException" -> subject(path) + " must be " + expected.of(Coercion.targetOf(e));
            case "StreamConstraintsException" -> "The body is nested too deeply, or a part of it is too long";
            // Others than Jackson's are of bytes that begin like UTF-16 or UTF-32 and are not.
            default -> "The body is not valid JSON";
        };
    }

    private String subject(String path) {
        return path.isEmpty() ? whole : path;
    }

    private static StatusException refusal(String what, IOException cause) {
        return new StatusException(400, what + (cause instanceof JsonProcessingException e ? place(e) : ""), cause);
    }

    /** Finds what a constructor or a setter of the function's threw to be answered. */
    private static @Nullable StatusException statusIn(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (cause instanceof StatusException status) {
                return status;
            }
            cause = cause.getCause();
        }
        return null;
    }

    /**
     * Tells if the type is at fault, or the code behind it. A constructor that refuses a value with what Java has for that
     * is not.
     */
    private static boolean isFault(JsonMappingException e) {
        if (e instanceof InvalidDefinitionException) {
            return !isTextForArray(e);
        }
        Throwable cause = e.getCause();
        return cause != null
                && !(cause instanceof IOException
                        || cause instanceof IllegalArgumentException
                        || cause instanceof NullPointerException
                        || cause instanceof DateTimeException
                        || cause instanceof ArithmeticException);
    }

    /** Jackson finds a type at fault for it, since an array has no constructor that takes a String. */
    private static boolean isTextForArray(JsonMappingException e) {
        return e instanceof InvalidDefinitionException definition
                && definition.getType() != null
                && definition.getType().isArrayType();
    }

    private String mismatch(String path, JsonMappingException e) {
        String subject = subject(path);
        if (isTextForArray(e)) {
            return subject + " must be an array";
        }
        if (e instanceof InvalidTypeIdException) {
            return subject + " is of no kind that is known";
        }
        if (!(e instanceof MismatchedInputException mismatch)) {
            return subject + " does not have a valid value";
        }
        if (String.valueOf(e.getOriginalMessage()).startsWith("Trailing token")) {
            return "The body has more after its JSON";
        }
        Class<?> target = mismatch.getTargetType();
        return target == null
                ? subject + " does not have the expected shape"
                : subject + " must be " + expected.of(target);
    }

    private static String place(JsonProcessingException e) {
        JsonLocation where = e.getLocation();
        return where == null || where.getLineNr() < 1
                ? ""
                : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
    }

    /** Reads what Jackson 2.9 does not have. */
    private static final class Coercion {
        static Class<?> targetOf(IOException e) {
            return ((InputCoercionException) e).getTargetType();
        }
    }
}
