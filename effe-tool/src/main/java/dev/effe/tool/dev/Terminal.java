package dev.effe.tool.dev;

import dev.effe.Request;
import dev.effe.tool.dev.page.Failure;
import dev.effe.tool.dev.page.FailureLines;
import dev.effe.tool.dev.page.TestView;
import dev.effe.tool.dev.serve.RequestLines;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** The lines that a developer sees. Each is printed in one piece, between those of functions. Thread-safe. */
final class Terminal implements RequestLines {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final int MOST_NAMES = 4;
    private static final int MOST_FAILURES = 10;

    private final PrintStream out;
    private final Path home;
    private final boolean coloured;

    /** @param home the folder that paths are shown from */
    Terminal(PrintStream out, Path home) {
        this(out, home, Ansi.AUTO.enabled());
    }

    Terminal(PrintStream out, Path home, boolean coloured) {
        this.out = out;
        this.home = home;
        this.coloured = coloured;
    }

    /** A line that helps. */
    void note(String text) {
        print(dim(now()) + " " + oneLine(text));
    }

    /** A line as it is. */
    void plain(String text) {
        print(text);
    }

    /** A reload has ended. */
    void reloaded(Set<Path> changed, long nanos, String done, Optional<Failure> failure) {
        String names = changed.stream()
                .limit(MOST_NAMES)
                .map(file ->
                        oneLine(file.startsWith(home) ? home.relativize(file).toString() : file.toString()))
                .collect(Collectors.joining(", "));
        String more = changed.size() > MOST_NAMES ? " and " + (changed.size() - MOST_NAMES) + " more" : "";
        String what = names.isEmpty() ? "" : ": " + names + more;
        String also = done.isEmpty() ? "" : " (" + done + ")";
        List<String> lines = new ArrayList<>();
        if (failure.isEmpty()) {
            String verb = changed.isEmpty() ? "ready" : "reloaded";
            lines.add(dim(now()) + " " + colour("32", verb) + " in " + millis(nanos) + what + also);
        } else {
            lines.add(dim(now()) + " " + colour("31", "broken") + " after " + millis(nanos) + what);
            FailureLines.of(failure.get(), home).forEach(line -> lines.add("  " + printable(line)));
        }
        print(String.join(System.lineSeparator(), lines));
    }

    /** A run of tests has ended. */
    void tested(TestView view, String url) {
        List<String> lines = new ArrayList<>();
        lines.add(dim(now()) + " " + colour(view.good() ? "32" : "31", view.title()) + " " + view.message()
                + (view.good() ? "" : ": " + url));
        int most = view.failures().size() > MOST_FAILURES
                ? MOST_FAILURES
                : view.failures().size();
        for (Failure failure : view.failures().subList(0, most)) {
            FailureLines.ofTest(failure, home).forEach(line -> lines.add("  " + printable(line)));
        }
        if (view.failures().size() > most) {
            lines.add("  and " + (view.failures().size() - most) + " more");
        }
        print(String.join(System.lineSeparator(), lines));
    }

    @Override
    public void tell(Request request, int status, long nanos) {
        String shown = status == 0 ? "gone" : Integer.toString(status);
        String painted = status == 0 || status >= 500
                ? colour("31", shown)
                : status >= 400 ? colour("33", shown) : colour("32", shown);
        print(dim(now()) + " " + oneLine(request.method() + " " + request.path()) + " " + painted + " "
                + dim(millis(nanos)));
    }

    private void print(String lines) {
        out.println(lines);
        out.flush();
    }

    private static String now() {
        return LocalTime.now(ZoneId.systemDefault()).format(TIME);
    }

    private static String millis(long nanos) {
        double millis = nanos / 1e6;
        return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }

    private static String oneLine(String text) {
        return printable(text.strip().replaceAll("\\s*\\R\\s*", " "));
    }

    /** Nothing from outside moves the cursor. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\t]]", "?");
    }

    private String dim(String text) {
        return colour("2", text);
    }

    private String colour(String code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
