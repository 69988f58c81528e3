package com.acme;

import dev.effe.Invocation;
import dev.effe.JsonLogic;
import java.util.List;

/** Wants an input that no JSON can be. */
public class Unreadable implements JsonLogic<Object, Unreadable.Order, String> {

    /** Holds what cannot be made. */
    public record Order(List<Line> lines) {}

    /** Nobody says which class it is to be. */
    public interface Line {
        int count();
    }

    @Override
    public Object start() {
        return "";
    }

    @Override
    public String handle(Object context, Order order, Invocation call) {
        return "";
    }
}
