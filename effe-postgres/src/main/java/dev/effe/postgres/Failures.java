package dev.effe.postgres;

import dev.effe.spi.topics.StoreUnreachableException;
import dev.effe.spi.topics.TopicException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes failures of a database ones of the store. Stateless. */
final class Failures {

    /** A server that is not yet, or no more, one that answers; too many connections; a standby that takes over. */
    private static final Set<String> PASSING =
            Set.of("57P01", "57P02", "57P03", "53300", "53400", "25006", "57014", "55P03", "40001", "40P01");

    private Failures() {}

    /** @param what the first words of the message */
    static TopicException of(String what, Database database, SQLException failure) {
        SQLException cause = root(failure);
        String message = what + " (PostgreSQL " + database + "): " + line(cause);
        return passes(cause) ? new StoreUnreachableException(message, cause) : new TopicException(message, cause);
    }

    /** The failure of the database behind that of the pool. */
    private static SQLException root(SQLException failure) {
        return failure.getCause() instanceof SQLException cause ? root(cause) : failure;
    }

    /** True if the connection is of no more use, or there was none. */
    static boolean isOfConnection(SQLException failure) {
        String state = state(failure);
        return state == null || state.startsWith("08") || state.startsWith("57P");
    }

    /** True if the database refuses what was to be written. */
    static boolean isOfData(SQLException failure) {
        String state = state(failure);
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }

    private static boolean passes(SQLException failure) {
        String state = state(failure);
        return isOfConnection(failure) || PASSING.contains(state);
    }

    private static @Nullable String state(SQLException failure) {
        return root(failure).getSQLState();
    }

    private static String line(SQLException failure) {
        return String.valueOf(failure.getMessage()).replaceAll("\\s*\\n\\s*", "; ");
    }
}
