package dev.effe.server.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import org.slf4j.Logger;

/**
 * Configures logback in Java: XML would cost 150 ms of the start. Found as a service where {@link LogProvider} is not
 * installed, as in tests. Lines go to standard output by way of a thread of their own, and are dropped rather than waited
 * for when that cannot keep up: a blocked pipe must not stop an event loop.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {

    private static final int QUEUED_EVENTS = 8192;
    /** How long the end of the process waits for its last lines: a stack trace on a busy machine, or a blocked pipe. */
    private static final int FLUSH_MILLIS = 5000;

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        // Without a listener logback gets ready to print its own troubles, and loads the time zones for that.
        context.getStatusManager().add(new NopStatusListener());

        TextEncoder encoder = new TextEncoder();
        encoder.setContext(context);
        encoder.start();

        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("console");
        console.setEncoder(encoder);
        console.start();

        AsyncAppender async = new AsyncAppender();
        async.setContext(context);
        async.setName("async");
        async.setQueueSize(QUEUED_EVENTS);
        async.setDiscardingThreshold(0);
        async.setNeverBlock(true);
        async.setMaxFlushTime(FLUSH_MILLIS);
        async.addAppender(console);
        async.start();

        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(async);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(ch.qos.logback.classic.Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
