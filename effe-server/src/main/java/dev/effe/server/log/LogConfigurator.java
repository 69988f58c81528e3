package dev.effe.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Configures logback in Java: XML would cost 150 ms of the start. Found as a service where {@link LogProvider} is not
 * installed, as in tests.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {

    /** The appender's name. */
    static final String LINES = "lines";

    /** They warn of each connection that a restart of the server breaks: the stores say it once. */
    private static final List<String> CLIENTS = List.of("com.zaxxer.hikari", "org.apache.kafka");

    /** The level of a logger that nobody has given one; null for that of the next above it. */
    static @Nullable Level otherLevel(String name) {
        return CLIENTS.contains(name) ? Level.ERROR : null;
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
        CLIENTS.forEach(client -> context.getLogger(client).setLevel(otherLevel(client)));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
