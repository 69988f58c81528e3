package com.acme;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;

/** Throws what the event names. */
public class Throwing implements RequestHandler<String, String> {

    public static class Custom extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Custom(String message) {
            super(message);
        }

        @Override
        public String getLocalizedMessage() {
            return "local " + getMessage();
        }
    }

    @Override
    public String handleRequest(String what, Context context) {
        switch (what) {
            case "plain" -> throw new IllegalStateException("it's <b> & \"é\" \uD83D\uDE00\n2");
            case "null" -> throw new NullPointerException();
            case "cause" -> throw new IllegalStateException("outer", new IOException("inner"));
            case "nested" -> deeper(3);
            case "custom" -> throw new Custom("x");
            case "error" -> throw new AssertionError("meant");
            case "checked" -> throw sneaky(new IOException("checked"));
            case "lambda" ->
                ((Runnable) () -> {
                            throw new UnsupportedOperationException("in a lambda");
                        })
                        .run();
            case "anonymous" ->
                new Object() {
                    void fail() {
                        throw new IllegalStateException("anonymous") {
                            private static final long serialVersionUID = 1;
                        };
                    }
                }.fail();
            case "number" -> Integer.parseInt("x");
            case "bare" -> throw bare();
            case "suppressed" -> throw suppressed();
            case "long" -> throw new IllegalStateException("x".repeat(100_000));
            case "many" -> deeper(900);
            default -> {
                return what;
            }
        }
        return what;
    }

    private static void deeper(int levels) {
        if (levels > 0) {
            deeper(levels - 1);
        } else {
            throw new IllegalStateException("deep");
        }
    }

    private static RuntimeException bare() {
        RuntimeException bare = new RuntimeException("bare");
        bare.setStackTrace(new StackTraceElement[0]);
        return bare;
    }

    private static RuntimeException suppressed() {
        RuntimeException main = new RuntimeException("main");
        main.addSuppressed(new IOException("other"));
        return main;
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
        throw (T) failure;
    }
}
