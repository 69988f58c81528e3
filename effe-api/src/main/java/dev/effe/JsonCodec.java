package dev.effe;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes a function's JSON: returned by {@link Logic#json} by a function that wants it done in its own way,
 * such as with an {@code ObjectMapper} that it has configured, or with another library.
 *
 * {@snippet class="dev.effe.LogicSnippets" region="codec"}
 *
 * <p>Used by {@link Request#json}, {@link Response#json} and {@link JsonLogic}. Called on the thread of {@link
 * Logic#run}; calls overlap, so it must be thread-safe.
 */
public interface JsonCodec {

    /**
     * Reads a body.
     *
     * @param json the body, not empty; not to be changed
     * @param type what to read it as
     * @return the value; null if the body is the JSON {@code null}
     * @throws StatusException to give the answer that it describes
     * @throws Exception if the body is not JSON or does not fit the type: answered 400 with none of the exception's text.
     *     A {@link RuntimeException} of Java's own, other than {@link IllegalArgumentException} and {@link
     *     java.time.DateTimeException}, counts as the function's own fault, which is logged and answered 500
     */
    @Nullable Object read(byte[] json, Type type) throws Exception;

    /**
     * Writes a value.
     *
     * @param value what the function answers
     * @return its JSON, not changed after
     * @throws Exception if it cannot be written: logged and answered 500, unless the function handles it
     */
    byte[] write(@Nullable Object value) throws Exception;

    /**
     * The server's own way, which is what {@link Logic#json} returns by default. If the function's package brings
     * jackson-databind, it is that Jackson with the modules in the package; else it is the server's Jackson, by which the
     * annotations of jackson-annotations count. Fields that a type does not know are ignored; dates and times are text
     * as ISO 8601 has it; a number with a fraction is no integer.
     *
     * @return a codec to be returned from {@link Logic#json}; its own methods throw {@link IllegalStateException}
     */
    static JsonCodec standard() {
        return StandardJson.INSTANCE;
    }
}
