package dev.effe.tool.operate;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A screen of its own on the terminal, which is as before once it is closed, by Ctrl-C too. Confined to one thread. */
final class Terminal implements AutoCloseable {

    /** The other screen, and no cursor. */
    private static final String ENTER = "\u001b[?1049h\u001b[?25l";

    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String END_OF_LINE = "\u001b[K";
    private static final String END_OF_SCREEN = "\u001b[J";

    private static final Size USUAL = new Size(24, 80);

    /** The size of the terminal, in characters. */
    record Size(int rows, int columns) {

        /**
         * Reads what stty prints, such as "24 80".
         *
         * @return the usual size if it is none
         */
        static Size parse(String text) {
            String[] parts = text.strip().split(" ", -1);
            boolean isSize =
                    parts.length == 2 && parts[0].matches("[1-9]\\d{0,3}") && parts[1].matches("[1-9]\\d{0,3}");
            return isSize ? new Size(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])) : USUAL;
        }
    }

    private final PrintStream out;
    private final AtomicBoolean left = new AtomicBoolean();

    private Terminal(PrintStream out) {
        this.out = out;
    }

    /** Enters the screen. */
    static Terminal open(PrintStream out) {
        Terminal terminal = new Terminal(out);
        Runtime.getRuntime().addShutdownHook(new Thread(terminal::close, "effe-top-end"));
        out.print(ENTER);
        out.flush();
        return terminal;
    }

    /** Asks stty for the size of now; the usual one where there is none. */
    static Size size() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(stty.getInputStream().readNBytes(100), StandardCharsets.UTF_8);
            return stty.waitFor(1, TimeUnit.SECONDS) ? Size.parse(said) : USUAL;
        } catch (IOException e) {
            return USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }

    /** Draws as many lines as there is room for. */
    void draw(List<String> lines, Size size) {
        StringBuilder screen = new StringBuilder(HOME);
        int count = Math.min(lines.size(), size.rows() - 1);
        for (String line : lines.subList(0, count)) {
            screen.append(line).append(END_OF_LINE).append("\r\n");
        }
        synchronized (this) {
            if (!left.get()) {
                out.print(screen.append(END_OF_SCREEN));
                out.flush();
            }
        }
    }

    @Override
    public synchronized void close() {
        if (left.compareAndSet(false, true)) {
            out.print(LEAVE);
            out.flush();
        }
    }
}
