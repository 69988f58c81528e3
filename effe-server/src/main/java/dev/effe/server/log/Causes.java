package dev.effe.server.log;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Walks from a failure to its causes, 20 throwables at most: they can be a ring. An exception of a throwable's own
 * getCause comes out. Stateless.
 */
public final class Causes {

    private static final int MOST = 20;

    private Causes() {}

    /** Finds the first of a type, the failure itself included; null if there is none. Needs no memory. */
    public static <T extends Throwable> @Nullable T find(@Nullable Throwable failure, Class<T> type) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MOST; i++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }

    /** The failure and its causes, each read when it is asked for. */
    static Stream<Throwable> of(@Nullable Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MOST);
    }
}
