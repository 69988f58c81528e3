package dev.effe.server.events;

import org.jspecify.annotations.Nullable;

/** Who an event on the disk is for: the function, or one of the destinations that are told how events ended. */
enum Receiver {
    FUNCTION(0, "function"),
    ON_SUCCESS(1, "on-success"),
    ON_FAILURE(2, "on-failure"),
    DEAD_LETTER(3, "dead-letter");

    /** The code on the disk. */
    final byte code;
    /** The setting that says where it is, unless it is the function. */
    final String setting;

    Receiver(int code, String setting) {
        this.code = (byte) code;
        this.setting = setting;
    }

    static @Nullable Receiver of(int code) {
        return code >= 0 && code < values().length ? values()[code] : null;
    }
}
