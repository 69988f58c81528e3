package dev.effe.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import org.jspecify.annotations.Nullable;

/**
 * Configures logback in Java: XML would cost 150 ms of the start. Found as a service where {@link LogProvider} is not
 * installed, as in tests.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {

    /** The appender's name. */
    static final String LINES = "lines";

    /** It warns of each connection that a restart of the database breaks: the store says it once. */
    private static final String POOL = "com.zaxxer.hikari";

    /** The level of a logger that nobody has given one; null for that of the next above it. */
    static @Nullable Level otherLevel(String name) {
        return name.equals(POOL) ? Level.ERROR : null;
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        // Without a listener logback gets ready to print its own troubles, and loads the time zones for that.
        context.getStatusManager().add(new NopStatusListener());

        context.addTurboFilter(new FatalFilter());

        LineAppender lines = new LineAppender();
        lines.setContext(context);
        lines.setName(LINES);
        lines.addFilter(new NettyLines());
        lines.start();

        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(lines);
        root.setLevel(Level.INFO);
        context.getLogger(POOL).setLevel(otherLevel(POOL));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
