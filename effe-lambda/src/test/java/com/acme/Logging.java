package com.acme;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.nio.charset.StandardCharsets;

/** Logs in every way there is. */
public class Logging implements RequestHandler<String, Void> {

    @Override
    public Void handleRequest(String input, Context context) {
        LambdaLogger log = context.getLogger();
        log.log("one\n");
        log.log("two\nlines");
        log.log("bytes".getBytes(StandardCharsets.UTF_8));
        log.log("trace", LogLevel.TRACE);
        log.log("debug", LogLevel.DEBUG);
        log.log("warn {}", LogLevel.WARN);
        log.log("fatal", LogLevel.FATAL);
        log.log((String) null);
        LambdaRuntime.getLogger().log("without a context");
        return null;
    }
}
