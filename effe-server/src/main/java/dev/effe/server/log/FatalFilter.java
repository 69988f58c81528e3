package dev.effe.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.effe.server.threads.Fatal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Sees the Errors that Netty catches in its event loops and goes on after, with a line in the log: there is no other
 * place to see them. Nothing is allocated. Thread-safe.
 */
final class FatalFilter extends TurboFilter {

    private static final String NETTY = "io.netty.";

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            @Nullable Object @Nullable [] parameters,
            @Nullable Throwable failure) {
        if (level.levelInt >= Level.WARN_INT && logger.getName().startsWith(NETTY)) {
            if (failure != null) {
                Fatal.check(failure);
            } else if (parameters != null
                    && parameters.length > 0
                    && parameters[parameters.length - 1] instanceof Throwable last) {
                Fatal.check(last);
            }
        }
        return FilterReply.NEUTRAL;
    }
}
