package dev.effe;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a request, from {@link Request#args}, wherever its sender has put them. Three sources are laid over
 * each other by name: the fields of the body, over them the query parameters, over those the path parameters. So a
 * client cannot replace the {@code id} of a route {@code /users/{id}} by {@code ?id=}.
 *
 * <p>A body is a JSON object, or a form ({@code application/x-www-form-urlencoded}) if it does not begin as JSON does; an
 * empty one, or the JSON {@code null}, has no fields. A parameter or form field that is sent several times is a list.
 *
 * <p>Implemented by the server; immutable and thread-safe.
 */
public interface Args {

    /**
     * All arguments.
     *
     * @return an unmodifiable map from a name to its value. Parameters of path and query and fields of forms are strings,
     *     or lists of strings; fields of JSON are strings, numbers, booleans, null, lists and maps
     */
    Map<String, @Nullable Object> all();

    /**
     * An argument as text.
     *
     * @param name its name, case-sensitive
     * @return the string; a number or a boolean of JSON as JSON has it; empty if the argument is missing or null
     * @throws StatusException with status 400 if it is a list or an object; the message names it
     */
    Optional<String> text(String name);

    /**
     * An argument as a whole number.
     *
     * @param name its name, case-sensitive
     * @return the number, which may have been sent as a string of digits; empty if the argument is missing or null
     * @throws StatusException with status 400 if it is anything else, or does not fit a {@code long}; the message names it
     */
    OptionalLong number(String name);

    /**
     * All arguments read as one value, in the way that {@link Logic#json} says: as if they were the fields of a JSON
     * object. Strings of digits are read as numbers where the type wants them, and unless the function has a codec of its
     * own, a single value is read as a list of one.
     *
     * @param type what to read them as, such as a record
     * @param <T> that type
     * @return the value
     * @throws StatusException with status 400 if they do not fit the type; the message names the argument and what it
     *     must be
     * @throws IllegalStateException if the type itself cannot be read, whatever the arguments
     */
    <T> T as(Class<T> type);
}
