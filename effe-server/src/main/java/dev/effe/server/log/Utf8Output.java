package dev.effe.server.log;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/**
 * Has System.out and System.err speak UTF-8 in a process without a locale, where Java writes question marks for what is
 * not ASCII. AWS Lambda gives its handlers a locale of UTF-8.
 */
public final class Utf8Output {

    private static final int BUFFER_BYTES = 128; // As Java's own; lines are flushed.

    private Utf8Output() {}

    /**
     * Does so, and says in a warning what cannot be helped any more. Does nothing where there is a locale. To be called
     * before anybody takes the streams.
     */
    public static void use() {
        if (!isAscii(System.getProperty("sun.jnu.encoding", ""))) {
            return;
        }
        if (isAscii(PrintedLines.encoding("stdout"))) {
            System.setProperty("stdout.encoding", StandardCharsets.UTF_8.name());
            System.setOut(stream(FileDescriptor.out));
        }
        if (isAscii(PrintedLines.encoding("stderr"))) {
            System.setProperty("stderr.encoding", StandardCharsets.UTF_8.name());
            System.setErr(stream(FileDescriptor.err));
        }
        String text = isAscii(Charset.defaultCharset().name())
                ? ", and so has text that is read or written without a charset"
                : "";
        LoggerFactory.getLogger(Utf8Output.class)
                .warn("There is no locale: names of files have ASCII letters only{}. Start with LANG=C.UTF-8", text);
    }

    private static boolean isAscii(String encoding) {
        return encoding.equals("ANSI_X3.4-1968") || encoding.equals(StandardCharsets.US_ASCII.name());
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER_BYTES), true, StandardCharsets.UTF_8);
    }
}
