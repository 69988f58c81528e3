package dev.effe.server.dispatch;

import org.jspecify.annotations.Nullable;

/** A request that may have a trace. */
public interface Traced {

    /** Gives it a trace. At most once, before the function has it. */
    void tracedBy(RequestTrace trace);

    /** Its trace; null if there is none. */
    @Nullable RequestTrace trace();
}
