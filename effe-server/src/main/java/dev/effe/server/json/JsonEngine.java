package dev.effe.server.json;

import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Jackson, whose classes may be those of a function's package: nothing here names one of them. Thread-safe. */
public interface JsonEngine {

    /**
     * Reads a body.
     *
     * @throws dev.effe.StatusException with status 400 if the body is at fault
     * @throws IllegalStateException if the type is
     */
    @Nullable Object read(byte[] json, Type type);

    /**
     * Reads arguments as if they were the fields of an object; a single value counts as a list of one.
     *
     * @throws dev.effe.StatusException with status 400 if they are at fault
     * @throws IllegalStateException if the type is
     */
    @Nullable Object convert(Map<String, @Nullable Object> args, Type type);

    /**
     * Writes a value.
     *
     * @throws IllegalArgumentException if it cannot be written
     */
    byte[] write(@Nullable Object value);

    /**
     * Looks for what keeps every value of a type from being read.
     *
     * @return the reason, which begins with the field; null if there is none
     */
    @Nullable String unreadable(Type type);

    /**
     * Looks for what keeps every value of a type from being written.
     *
     * @return the reason, which begins with the field; null if there is none
     */
    @Nullable String unwritable(Type type);

    /**
     * Says what an exception of this Jackson, thrown by another mapper than this engine's, is to be answered with.
     *
     * @return what {@link #read} would have thrown; null if the exception is not this Jackson's
     */
    @Nullable RuntimeException explain(Exception failure, Type type);
}
