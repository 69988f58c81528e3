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
        return switch (this) {
            case UP -> "/up";
            case DOWN -> "/down?bytes=" + bytes;
            case ECHO -> "/pass";
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
