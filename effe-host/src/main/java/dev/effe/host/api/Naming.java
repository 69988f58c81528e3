package dev.effe.host.api;

import dev.effe.host.model.Limits;
import dev.effe.server.invoke.FunctionName;
import dev.effe.server.invoke.InvokeException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The function of a request and the part of it.
 *
 * @param qualifier that in the name or beside it; null for none
 */
record Naming(FunctionName function, @Nullable String qualifier) {

    private static final String REGION = "((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?";
    private static final Pattern NEW = Pattern.compile("(arn:(aws[a-zA-Z-]*)?:lambda:)?" + REGION
            + "(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?");

    /** The longest name that is more than the function's own. */
    private static final int LONGEST = 140;

    /**
     * Reads the name in a path.
     *
     * @param segment as it came
     * @param beside the parameter Qualifier
     * @throws InvokeException if it is none, or the two qualifiers differ
     */
    static Naming of(String segment, @Nullable String beside) throws InvokeException {
        FunctionName name = FunctionName.parse(FunctionName.decoded(segment));
        String qualifier = FunctionName.qualifier(beside);
        if (qualifier != null && name.qualifier() != null && !qualifier.equals(name.qualifier())) {
            throw InvokeException.invalidParameter(
                    "The derived qualifier from the function name does not match the specified qualifier.");
        }
        return new Naming(name, name.qualifier() == null ? qualifier : name.qualifier());
    }

    /** Reads the name of a new function. */
    static Naming ofNew(@Nullable String text) throws InvokeException {
        Constraints constraints = new Constraints();
        constraints.required(text, "functionName");
        constraints.pattern(text, "functionName", NEW);
        boolean plain = text != null && text.indexOf(':') < 0;
        constraints.length(text, "functionName", 1, plain ? Limits.NAME : LONGEST);
        constraints.check();
        FunctionName name = FunctionName.parse(Objects.requireNonNull(text));
        constraints.length(name.name(), "functionName", 1, Limits.NAME);
        constraints.check();
        if (name.qualifier() != null) {
            throw ApiErrors.functionOnly();
        }
        return new Naming(name, null);
    }
}
