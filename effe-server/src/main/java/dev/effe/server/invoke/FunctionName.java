package dev.effe.server.invoke;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client's name of a function: {@code echo}, {@code echo:prod}, {@code 123456789012:function:echo} or a whole ARN.
 *
 * @param region the region, if it was named
 * @param account the account, if it was named
 * @param name the function's own name
 * @param qualifier the alias or version, if it was named
 */
public record FunctionName(
        @Nullable String region,
        @Nullable String account,
        String name,
        @Nullable String qualifier) {

    /** That of AWS's service model, its groups named. */
    private static final Pattern PATTERN = Pattern.compile("(?:arn:(?:aws[a-zA-Z-]*)?:lambda:)?"
            + "(?:(?<region>(?:eusc-)?[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\\d):)?"
            + "(?:(?<account>\\d{12}):)?"
            + "(?:function:)?"
            + "(?<name>[a-zA-Z0-9-_.]+)"
            + "(?::(?<qualifier>\\$LATEST(?:\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?");

    /** As an error shows it: the model's own, word for word. */
    private static final String SHOWN =
            "(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+"
                    + "-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";

    private static final Pattern QUALIFIER = Pattern.compile("\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+");
    private static final int LONGEST_QUALIFIER = 128;
    private static final int LONGEST = 256;

    /** The function of a name that was checked before, such as that of a function that is there. */
    public static FunctionName known(String name) {
        return new FunctionName(null, null, name, null);
    }

    /**
     * Checks a qualifier that stands beside a name.
     *
     * @return null if it is empty, which is as if it were not there
     * @throws InvokeException if it is none
     */
    public static @Nullable String qualifier(@Nullable String text) throws InvokeException {
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (text.length() > LONGEST_QUALIFIER || !QUALIFIER.matcher(text).matches()) {
            throw InvokeException.validation(
                    text, "qualifier", "Member must satisfy regular expression pattern: " + QUALIFIER);
        }
        return text;
    }

    /** A segment of a path; as it is if its escapes are malformed: no name has a percent sign. */
    public static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }

    /**
     * Reads a name.
     *
     * @throws InvokeException if it is none
     */
    public static FunctionName parse(String text) throws InvokeException {
        Matcher matcher = PATTERN.matcher(text);
        if (text.length() > LONGEST || !matcher.matches()) {
            throw InvokeException.validation(
                    text, "functionName", "Member must satisfy regular expression pattern: " + SHOWN);
        }
        return new FunctionName(
                matcher.group("region"), matcher.group("account"), matcher.group("name"), matcher.group("qualifier"));
    }
}
