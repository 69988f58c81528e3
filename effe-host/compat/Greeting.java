package com.example;

import java.util.Map;

/** A handler without a library. */
public class Greeting {

    public String greet(Map<String, Object> event) {
        if (event.containsKey("fail")) {
            throw new IllegalStateException("asked to");
        }
        return "TEXT " + System.getenv().getOrDefault("COLOUR", "none");
    }
}
