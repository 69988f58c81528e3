package com.acme;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A class and a resource that nobody asks for before the process ends. */
public final class Late {

    private Late() {}

    static String word() {
        try (InputStream in = Late.class.getResourceAsStream("/late.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
