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

    /** @param whole whether the function is to have all bytes in an array */
    String path(boolean whole, int bytes) {
        String path = switch (this) {
            case UP -> "/up";
            case DOWN -> "/down?bytes=" + bytes;
            case ECHO -> "/pass";
        };
        return whole ? "/whole" + path : path;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
