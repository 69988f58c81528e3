package com.acme;

import com.amazonaws.services.lambda.runtime.Context;

/** A method that is inherited, and overridden with a narrower type: the compiler adds a bridge. */
public final class Generic {

    private Generic() {}

    public interface Base<T> {
        default String handle(T input, Context context) {
            return "base " + input;
        }
    }

    public static class Inherits implements Base<Integer> {}

    public static class Overrides implements Base<Integer> {
        @Override
        public String handle(Integer input, Context context) {
            return "own " + (input + 1);
        }
    }
}
