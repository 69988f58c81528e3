package dev.effe.server.invoke;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which function this server is, as clients name it: one version of one function, which every alias means.
 *
 * @param name the name that clients use
 * @param region the region in its ARN
 */
public record FunctionIdentity(String name, String region) {

    private static final String LATEST = "$LATEST";

    /** As a message shows it where an invocation names no version. */
    static final String SHOWN_LATEST = ":" + LATEST;

    /** The only version that there is: what handlers read in their environment, if it is a version. */
    static final String VERSION = versionOf(System.getenv());

    /** The name that AWS's emulator has for every function. */
    private static final String ANY = "function";

    private static final String NO_ACCOUNT = "000000000000";
    private static final int LONGEST_NAME = 64;

    /** The identity of a function: its region as the environment has it, which clients are told by the same variables. */
    public static FunctionIdentity of(String name, Map<String, String> environment) {
        String region = environment.getOrDefault("AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", ""));
        return new FunctionIdentity(name, region.isBlank() ? "us-east-1" : region);
    }

    /** A name by AWS's rules, out of any other. */
    public static String nameOf(String text) {
        String name = text.replaceAll("[^a-zA-Z0-9_-]+", "-");
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    /**
     * The function that a client invokes.
     *
     * @param arn that of the function, with the qualifier that the client named
     */
    record Target(String arn) {}

    /**
     * Finds what a client names.
     *
     * @param name as in the path, decoded
     * @param beside the qualifier in the query
     * @param unqualified the version that a message shows where none is named; "" for none
     * @throws InvokeException if it is not this function
     */
    Target find(String name, @Nullable String beside, String unqualified) throws InvokeException {
        FunctionName named = FunctionName.parse(name);
        String qualifier = FunctionName.qualifier(beside);
        if (named.qualifier() != null && qualifier != null && !named.qualifier().equals(qualifier)) {
            throw InvokeException.invalidParameter(
                    "The derived qualifier from the function name does not match the specified qualifier.");
        }
        String wanted = named.qualifier() == null ? qualifier : named.qualifier();
        String shown = arn(named, named.name()) + (wanted == null ? unqualified : ":" + wanted);
        boolean ours = named.name().equals(this.name) || named.name().equals(ANY);
        if (!ours || (wanted != null && isNumber(wanted) && !wanted.equals(VERSION))) {
            throw InvokeException.notFound(shown);
        }
        String own = arn(named, this.name);
        return new Target(wanted == null ? own : own + ":" + wanted);
    }

    /** The function's own ARN, without a version. */
    public String arn() {
        return "arn:aws:lambda:" + region + ":" + NO_ACCOUNT + ":function:" + name;
    }

    private static String versionOf(Map<String, String> environment) {
        String version = environment.getOrDefault("AWS_LAMBDA_FUNCTION_VERSION", LATEST);
        return version.matches("[0-9]{1,19}") ? version : LATEST;
    }

    private static boolean isNumber(String qualifier) {
        return qualifier.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    String arn(FunctionName named, String function) {
        return "arn:aws:lambda:" + Objects.requireNonNullElse(named.region(), region) + ":"
                + Objects.requireNonNullElse(named.account(), NO_ACCOUNT) + ":function:" + function;
    }
}
