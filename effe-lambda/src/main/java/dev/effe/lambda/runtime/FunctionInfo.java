package dev.effe.lambda.runtime;

import dev.effe.lambda.runtime.http.FrontDoor;
import java.util.Map;
import java.util.Objects;

/**
 * A function's name, version and the like, as AWS's environment variables tell them. Immutable.
 *
 * @param memoryMegabytes what it may use
 */
record FunctionInfo(
        String name, String version, int memoryMegabytes, String logGroup, String logStream, String region) {

    private static final String MEMORY = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE";

    /** Nobody's: AWS's own are never all zero. */
    private static final String ACCOUNT = "000000000000";

    /**
     * Reads them.
     *
     * @param variables the process's and AWS's
     * @throws IllegalArgumentException if one is malformed
     */
    static FunctionInfo of(Map<String, String> variables) {
        return new FunctionInfo(
                text(variables, "AWS_LAMBDA_FUNCTION_NAME"),
                text(variables, "AWS_LAMBDA_FUNCTION_VERSION"),
                megabytes(text(variables, MEMORY)),
                text(variables, "AWS_LAMBDA_LOG_GROUP_NAME"),
                text(variables, "AWS_LAMBDA_LOG_STREAM_NAME"),
                variables.getOrDefault("AWS_REGION", "us-east-1"));
    }

    private static String text(Map<String, String> variables, String name) {
        return Objects.requireNonNull(variables.get(name), name);
    }

    private static int megabytes(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(MEMORY + " must be a number of megabytes, but was '" + text + "'", e);
        }
    }

    /** Where events say that they come from. */
    FrontDoor frontDoor() {
        return new FrontDoor(name, region, ACCOUNT);
    }

    String arn() {
        return "arn:aws:lambda:" + region + ":" + ACCOUNT + ":function:" + name;
    }
}
