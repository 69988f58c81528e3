package dev.effe.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.effe.server.log.syslog.Syslog;
import dev.effe.server.log.syslog.SyslogAddress;
import dev.effe.server.settings.LogLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of RFC 5424 for a syslog server, each in one piece with its stack: of events, of lines for requests, and
 * of what functions print. Thread-safe.
 */
final class SyslogAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final int DAEMON = 3 * 8;
    private static final int INFO = 6;
    private static final int MOST_NAME_CHARS = 32;
    private static final int MOST_HOST_CHARS = 255;

    private final LineTime times = new LineTime();
    private final String sender;
    private final SyslogAddress address;
    private final Syslog server;
    private final TextEncoder text = new TextEncoder();
    private final JsonEncoder json = new JsonEncoder();

    /** The least severe levels; below them only a {@link LogWatch} is told. */
    private volatile LogLevels least = LogLevels.of(LogLevel.TRACE);

    SyslogAppender(SyslogAddress address) {
        this.address = address;
        server = new Syslog(address);
        sender = " " + printable(hostName(), MOST_HOST_CHARS) + " effe "
                + ProcessHandle.current().pid() + " ";
    }

    SyslogAddress address() {
        return address;
    }

    void least(LogLevels levels) {
        least = levels;
    }

    private static String hostName() {
        String known = System.getenv("HOSTNAME");
        if (known != null && !known.isBlank()) {
            return known;
        }
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException | RuntimeException e) {
            return ""; // Not looked up: that could take its time.
        }
    }

    /** A name as the head of a message may have it. */
    private static String printable(String name, int most) {
        String known = name.replaceAll("[^!-~]", "");
        return known.isEmpty() ? "-" : known.substring(0, Math.min(known.length(), most));
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(LogLevels.logback(least.of(event.getLoggerName())))) {
            return;
        }
        try {
            LineText head = head(
                    event.getTimeStamp(), severity(event.getLevel()), TextEncoder.simpleName(event.getLoggerName()));
            if (Logs.isJson()) {
                send(head, json.encode(event));
            } else {
                text.add(head, event);
                server.send(head.bytes());
            }
        } catch (OutOfMemoryError e) {
            // Whoever logs is not to fail for it.
        }
    }

    private static int severity(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> 3;
            case Level.WARN_INT -> 4;
            case Level.INFO_INT -> INFO;
            default -> 7;
        };
    }

    private LineText head(long millis, int severity, String name) {
        LineText head = new LineText().plain("<").number(DAEMON + severity).plain(">1 ");
        times.add(head, millis);
        return head.plain(sender).plain(printable(name, MOST_NAME_CHARS)).plain(" - ");
    }

    /** Sends lines of printed text. */
    void printed(String stream, String lines, @Nullable CallLog call) {
        LineText message = head(System.currentTimeMillis(), INFO, stream);
        if (call != null && !lines.startsWith("{")) {
            message.plain(call.mark());
        }
        message.lines(lines, TextEncoder.MOST_MESSAGE_CHARS);
        server.send(message.bytes());
    }

    /** Sends each line of a text of such. */
    void lines(String name, byte[] lines) {
        new String(lines, StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> line(name, line.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a line of a form of its own. */
    void line(String name, byte[] line) {
        send(head(System.currentTimeMillis(), INFO, name), line);
    }

    /** @param line its end is left out */
    private void send(LineText head, byte[] line) {
        int length = line.length;
        while (length > 0 && line[length - 1] == '\n') {
            length--;
        }
        byte[] begin = head.bytes();
        byte[] message = Arrays.copyOf(begin, begin.length + length);
        System.arraycopy(line, 0, message, begin.length, length);
        server.send(message);
    }

    @Override
    public void stop() {
        if (isStarted()) {
            super.stop();
            server.close();
        }
    }
}
