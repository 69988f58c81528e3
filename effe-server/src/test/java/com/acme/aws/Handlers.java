package com.acme.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** Handlers of which one is fine. */
public final class Handlers {

    private Handlers() {}

    public static final class Echo implements RequestHandler<String, String> {
        @Override
        public String handleRequest(String input, Context context) {
            return input;
        }
    }

    public static final class Broken implements RequestHandler<String, String> {
        public Broken() {
            throw new IllegalStateException("no instance today");
        }

        @Override
        public String handleRequest(String input, Context context) {
            return input;
        }
    }
}
