package dev.effe.lambda.runtime;

import java.util.Map;

/**
 * What a function is, as AWS's environment variables tell it. Immutable.
 *
 * @param memoryMegabytes what it may use
 */
record FunctionInfo(
        String name, String version, int memoryMegabytes, String logGroup, String logStream, String region) {

    /** Nobody's: AWS's own are never all zero. */
    private static final String ACCOUNT = "000000000000";

    /** @param variables those of the process, AWS's among them */
    static FunctionInfo of(Map<String, String> variables) {
        return new FunctionInfo(
                variables.getOrDefault("AWS_LAMBDA_FUNCTION_NAME", "function"),
                variables.getOrDefault("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
                Integer.parseInt(variables.getOrDefault("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")),
                variables.getOrDefault("AWS_LAMBDA_LOG_GROUP_NAME", ""),
                variables.getOrDefault("AWS_LAMBDA_LOG_STREAM_NAME", ""),
                variables.getOrDefault("AWS_REGION", "us-east-1"));
    }

    String arn() {
        return "arn:aws:lambda:" + region + ":" + ACCOUNT + ":function:" + name;
    }
}
