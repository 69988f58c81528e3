package com.acme;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.effe.Logic;
import dev.effe.Request;
import dev.effe.Response;

/** Handlers that cannot be made. */
public final class Broken {

    private Broken() {}

    public static class NoHandler {}

    public static class NeedsArgument extends Typed.Echo<String> {
        public NeedsArgument(int x) {}
    }

    public class Inner extends Typed.Echo<String> {}

    public abstract static class Abstract implements RequestHandler<String, String> {}

    static class Hidden extends Typed.Echo<String> {
        public Hidden() {}
    }

    public static class Native implements Logic<Object> {
        @Override
        public Object start() {
            return this;
        }

        @Override
        public void run(Object context, Request request, Response response) {}
    }

    public static class ConstructorThrows extends Typed.Echo<String> {
        public ConstructorThrows() {
            throw new IllegalStateException("no instance today");
        }
    }

    public static class InitializerThrows extends Typed.Echo<String> {
        static final int VALUE = Integer.parseInt("x");

        @Override
        public String handleRequest(String input, Context context) {
            return input + VALUE;
        }
    }
}
