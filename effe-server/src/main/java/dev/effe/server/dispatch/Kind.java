package dev.effe.server.dispatch;

import java.util.Locale;

/** Where an invocation comes from. */
public enum Kind {
    /** A request by HTTP, the Invoke API's too: its answer is written, and logged, by its connection. */
    REQUEST,
    /** A call by another function of this process. */
    CALL,
    /** An event of the Invoke API. */
    EVENT,
    /** An event of a topic, or a schedule's. */
    TRIGGER;

    /** Its name in the log. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
