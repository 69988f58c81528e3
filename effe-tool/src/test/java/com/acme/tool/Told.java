package com.acme.tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** An AWS Lambda handler that answers a text of its code, and does not start if that is {@code broken}. */
public final class Told {

    private final String text;

    public Told() throws IOException {
        try (InputStream in = Told.class.getResourceAsStream("/text.txt")) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (text.equals("broken")) {
            throw new IllegalStateException("no database");
        }
    }

    public String handle(String name) {
        return name + " " + text + " " + System.getenv("TABLE");
    }
}
