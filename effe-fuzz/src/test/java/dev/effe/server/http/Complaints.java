package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The lines that are logged at WARN or above; nothing is printed. */
public final class Complaints extends AppenderBase<ILoggingEvent> {

    private final List<String> lines = new ArrayList<>();

    public Complaints() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.detachAndStopAllAppenders();
        root.addAppender(this);
        start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage() + " "
                + (event.getThrowableProxy() == null
                        ? ""
                        : event.getThrowableProxy().getClassName() + ": "
                                + event.getThrowableProxy().getMessage()));
    }

    public void assertNone() {
        assertThat(lines).isEmpty();
    }
}
