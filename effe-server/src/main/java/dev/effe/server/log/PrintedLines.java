package dev.effe.server.log;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Stands before System.out or System.err. Each line that a call prints gets the call's id in front of it, unless it has
 * that already or is JSON, and the end of the call's log keeps it as it was; all else goes through unchanged. So what
 * logs to the standard error, as java.util.logging does, needs to know nothing of calls. Bytes that are written to
 * System.out, as Logback's and Log4j's appenders do it, are only kept: they have a layout of the function's. Thread-safe.
 */
public final class PrintedLines extends OutputStream {

    /** In the place of System.out; null if it is not. */
    private static volatile @Nullable PrintStream out;

    /** The stream that System.out was before. */
    private static volatile PrintStream behindOut = System.out;

    // Guarded by the class.
    private static @Nullable PrintStream err;

    private final PrintStream behind;

    /** Makes records of what is printed, where the log is JSON. */
    private final PrintedRecords records;

    /** The part of a line that was printed outside of calls. */
    private final BegunLine begun = new BegunLine(this);

    private PrintedLines(PrintStream behind, PrintedRecords records) {
        this.behind = behind;
        this.records = records;
    }

    /** Takes the places of System.out and System.err, unless it has them. */
    public static synchronized void capture() {
        PrintStream now = System.out;
        if (!now.equals(out)) {
            PrintStream before = before(now, "stdout");
            behindOut = now;
            out = before;
            System.setOut(before);
        }
        if (!System.err.equals(err)) {
            err = before(System.err, "stderr");
            System.setErr(err);
        }
    }

    private static PrintStream before(PrintStream stream, String name) {
        Charset charset = Charset.forName(encoding(name));
        return new Printer(new PrintedLines(stream, new PrintedRecords(name, charset)), charset, name.equals("stdout"));
    }

    /** @param layouts whether bytes that are written to it have a layout already */
    static PrintStream before(PrintStream behind, Charset charset, boolean layouts) {
        PrintedRecords records = new PrintedRecords(layouts ? "stdout" : "stderr", charset);
        return new Printer(new PrintedLines(behind, records), charset, layouts);
    }

    /** The charset's name of Java's own stream, stdout or stderr, which Java 17 does not tell. */
    static String encoding(String name) {
        String own = System.getProperty(
                "sun." + name + ".encoding", Charset.defaultCharset().name());
        return System.getProperty(name + ".encoding", own);
    }

    /** Where the server's own lines go: System.out, or what was there before. */
    static PrintStream standardOutput() {
        PrintStream now = System.out;
        return now.equals(out) ? behindOut : now;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        CallLog call = length == 0 ? null : CallLog.current();
        if (Logs.isJson() && length > 0) {
            writeRecords(bytes, from, length, call);
            return;
        }
        if (Logs.syslog() != null && length > 0) {
            send(bytes, from, length, call);
        }
        if (call == null) {
            behind.write(bytes, from, length);
            return;
        }
        String text = new String(bytes, from, length, StandardCharsets.ISO_8859_1); // Each byte is a character of it.
        if (!FunctionFrames.isLineOfServer(text)) {
            call.keep(bytes, from, length);
        }
        boolean begun = call.hasBegunLine(this);
        call.printed(this, text.endsWith("\n"));
        byte[] marked = marked(text, call, begun).getBytes(StandardCharsets.ISO_8859_1);
        LogWatch.keep(marked, 0, marked.length);
        behind.write(marked, 0, marked.length);
    }

    private void writeRecords(byte[] bytes, int from, int length, @Nullable CallLog call) {
        if (call != null) {
            String text = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
            if (!FunctionFrames.isLineOfServer(text)) {
                call.keep(bytes, from, length);
            }
            LogWatch.keep(bytes, from, length);
        }
        BegunLine line = call == null ? begun : call.begun(this);
        write(line.add(bytes, from, length), call);
    }

    /** Sends to syslog what is whole by now. */
    private void send(byte[] bytes, int from, int length, @Nullable CallLog call) {
        BegunLine line = call == null ? begun : call.begun(this);
        write(line.add(bytes, from, length), call);
    }

    private void write(byte[] lines, @Nullable CallLog call) {
        if (lines.length == 0) {
            return;
        }
        SyslogAppender syslog = Logs.syslog();
        if (!Logs.isJson()) {
            if (syslog != null) {
                syslog.printed(records.logger(), new String(lines, records.charset()), call);
            }
            return;
        }
        byte[] text = records.of(lines, call);
        if (syslog != null) {
            syslog.lines(records.logger(), text);
        }
        behind.write(text, 0, text.length);
        behind.flush();
    }

    /** Writes what there is of a line that is not ended. */
    void end(BegunLine line, @Nullable CallLog call) {
        write(line.rest(), call);
    }

    /** Writes what nobody's call has printed of lines that are not ended, for the end of the process. */
    static synchronized void finishAll() {
        for (PrintStream stream : new @Nullable PrintStream[] {out, err}) {
            if (stream instanceof Printer printer) {
                printer.lines.end(printer.lines.begun, null);
            }
        }
    }

    private void writeAsItIs(byte[] bytes, int from, int length) {
        CallLog call = CallLog.current();
        if (Logs.isJson() && length > 0) {
            writeRecords(bytes, from, length, call);
            return;
        }
        if (Logs.syslog() != null && length > 0) {
            send(bytes, from, length, call);
        }
        if (call != null) {
            call.keep(bytes, from, length);
            LogWatch.keep(bytes, from, length);
        }
        behind.write(bytes, from, length);
        behind.flush();
    }

    /** The text with the id at the beginning of each of its lines. */
    private static String marked(String text, CallLog call, boolean begun) {
        String mark = call.mark();
        if (!begun && (text.startsWith("{") || call.isTold(text))) {
            return text;
        }
        int last = text.endsWith("\n") ? text.length() - 1 : text.length();
        return (begun ? "" : mark) + text.substring(0, last).replace("\n", "\n" + mark) + text.substring(last);
    }

    @Override
    public void flush() {
        behind.flush();
    }

    /** Tells text that is printed from bytes that are written. */
    private static final class Printer extends PrintStream {

        private final PrintedLines lines;
        private final boolean layouts;

        Printer(PrintedLines lines, Charset charset, boolean layouts) {
            super(lines, true, charset);
            this.lines = lines;
            this.layouts = layouts;
        }

        /** In one piece. */
        @Override
        public void println(@Nullable String text) {
            print(text + System.lineSeparator());
        }

        @Override
        public void println(@Nullable Object text) {
            println(String.valueOf(text));
        }

        /** Also called for text, but then by a method that holds the stream's lock. */
        @Override
        public void write(byte[] bytes, int from, int length) {
            if (layouts && !Thread.holdsLock(this)) {
                lines.writeAsItIs(bytes, from, length);
            } else {
                super.write(bytes, from, length);
            }
        }
    }
}
