package dev.effe.bench.memory;

import java.util.Locale;

/** Which way the bytes go. */
enum Direction {
    UP,
    DOWN,
    ECHO;

    boolean isUp() {
        return this != DOWN;
    }

    boolean isDown() {
        return this != UP;
    }

    String path(int bytes) {
        return this == DOWN ? "/down?bytes=" + bytes : "/" + this;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
