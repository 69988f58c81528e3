package dev.effe.server.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.CoreConstants;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Logback for SLF4J, with the one configuration it has here. Its own provider looks for configurations and keeps notes
 * of that, a twentieth of the CPU of a whole start. Made by SLF4J.
 */
public final class LogProvider implements SLF4JServiceProvider {

    private static final String NAME = "slf4j.provider";
    private static final String VERBOSITY = "slf4j.internal.verbosity";

    private final LoggerContext context = new LoggerContext();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();

    /** Has SLF4J use it, without a search and without a word; to be called before the first logger is made. */
    public static void install() {
        System.setProperty(NAME, LogProvider.class.getName());
        System.setProperty(VERBOSITY, "WARN");
        LoggerFactory.getILoggerFactory();
        System.clearProperty(NAME); // A function may look for one of its own.
        System.clearProperty(VERBOSITY);
    }

    @Override
    public void initialize() {
        context.setName(CoreConstants.DEFAULT_CONTEXT_NAME);
        context.setMDCAdapter(mdc);
        new LogConfigurator().configure(context);
        context.start();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return context;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return mdc;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99"; // Any 2.0, as Logback's own says.
    }
}
