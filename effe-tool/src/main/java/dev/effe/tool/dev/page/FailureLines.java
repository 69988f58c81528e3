package dev.effe.tool.dev.page;

import dev.effe.tool.dev.build.Diagnostic;
import dev.effe.tool.dev.page.Failure.Cause;
import dev.effe.tool.dev.page.Failure.Frame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A failure as text, for a terminal and for clients that are no browsers. Stateless. */
public final class FailureLines {

    private static final int MOST_DIAGNOSTICS = 20;
    private static final int MOST_OWN_FRAMES = 30;
    private static final int MOST_TEXT_LINES = 6;

    private FailureLines() {}

    /**
     * Its lines.
     *
     * @param home the folder that paths are shown from
     */
    public static List<String> of(Failure failure, Path home) {
        List<String> lines = new ArrayList<>();
        lines.add(failure.title() + ": " + failure.message().strip());
        failure.diagnostics().stream().limit(MOST_DIAGNOSTICS).forEach(diagnostic -> add(lines, diagnostic, home));
        int more = failure.diagnostics().size() - MOST_DIAGNOSTICS;
        if (more > 0) {
            lines.add("and " + more + " more");
        }
        failure.causes().forEach(cause -> add(lines, cause));
        lines.add(failure.output());
        return lines.stream().flatMap(String::lines).toList(); // A message may have several.
    }

    /**
     * A test that fails, in a few lines: its name, why, and its own line.
     *
     * @param home the folder that paths are shown from
     */
    public static List<String> ofTest(Failure failure, Path home) {
        if (failure.causes().isEmpty()) {
            return of(failure, home);
        }
        List<String> lines = new ArrayList<>();
        Cause cause = failure.causes().get(0);
        List<String> text = cause.text().strip().lines().toList();
        lines.add(failure.title() + ": " + (text.isEmpty() ? "" : text.get(0)));
        text.stream().skip(1).limit(MOST_TEXT_LINES).forEach(line -> lines.add("  " + line));
        cause.frames().stream()
                .filter(frame -> frame.source() != null)
                .findFirst()
                .ifPresent(frame -> add(lines, frame, home));
        return lines;
    }

    private static void add(List<String> lines, Frame frame, Path home) {
        Path source = Objects.requireNonNull(frame.source());
        String line = Excerpt.of(source, frame.line())
                .map(excerpt ->
                        excerpt.lines().get(excerpt.marked() - excerpt.first()).strip())
                .orElse("");
        lines.add("  " + shown(source, home) + ":" + frame.line() + ": " + line);
    }

    private static void add(List<String> lines, Diagnostic diagnostic, Path home) {
        String place = diagnostic
                .file()
                .map(file -> shown(file, home) + ":" + diagnostic.line() + ": ")
                .orElse("");
        lines.add(place + diagnostic.message().strip());
        if (diagnostic.file().isEmpty()) {
            return;
        }
        Excerpt.of(diagnostic.file().get(), diagnostic.line()).ifPresent(excerpt -> {
            String line =
                    excerpt.lines().get(excerpt.marked() - excerpt.first()).replace('\t', ' ');
            lines.add("    " + line);
            if (diagnostic.column() > 0 && diagnostic.column() <= line.length() + 1) {
                lines.add("    " + " ".repeat(diagnostic.column() - 1) + "^");
            }
        });
    }

    private static void add(List<String> lines, Cause cause) {
        lines.add((lines.size() == 1 ? "" : "caused by ") + cause.text());
        List<Frame> frames = cause.frames();
        frames.stream().limit(MOST_OWN_FRAMES).forEach(frame -> lines.add("    at " + frame.text()));
    }

    /** A path as a developer knows it: from the folder, if it is in there. */
    static String shown(Path file, Path home) {
        return file.startsWith(home) ? home.relativize(file).toString() : file.toString();
    }
}
