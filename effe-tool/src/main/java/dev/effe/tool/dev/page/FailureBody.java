package dev.effe.tool.dev.page;

import dev.effe.server.text.HtmlText;
import dev.effe.tool.dev.build.Diagnostic;
import dev.effe.tool.dev.page.Failure.Cause;
import dev.effe.tool.dev.page.Failure.Frame;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A failure as a part of a page: its errors and exceptions with their lines of the sources. Immutable.
 *
 * @param home the folder that paths are shown from
 */
record FailureBody(Path home) {

    private static final int MOST_DIAGNOSTICS = 50;
    private static final int MOST_EXCERPTS = 10;

    /** The sections of it. */
    String of(Failure failure) {
        StringBuilder body = new StringBuilder();
        for (Diagnostic diagnostic :
                failure.diagnostics().stream().limit(MOST_DIAGNOSTICS).toList()) {
            append(body, diagnostic);
        }
        int more = failure.diagnostics().size() - MOST_DIAGNOSTICS;
        if (more > 0) {
            body.append("<p class=note>and ").append(more).append(" more errors</p>\n");
        }
        Set<String> shown = new HashSet<>();
        boolean first = true;
        for (Cause cause : failure.causes()) {
            append(body, cause, first, shown);
            first = false;
        }
        if (!failure.output().isBlank()) {
            body.append("<pre class=box tabindex=0>")
                    .append(HtmlText.escape(failure.output().strip()))
                    .append("</pre>\n");
        }
        return body.toString();
    }

    private void append(StringBuilder body, Diagnostic diagnostic) {
        body.append("<section>\n");
        diagnostic
                .file()
                .ifPresent(file ->
                        body.append("<h2>").append(place(file, diagnostic)).append("</h2>\n"));
        body.append("<p class=error>")
                .append(HtmlText.escape(diagnostic.message().strip()))
                .append("</p>\n");
        diagnostic.file().ifPresent(file -> appendExcerpt(body, file, diagnostic.line(), diagnostic.column()));
        body.append("</section>\n");
    }

    private String place(Path file, Diagnostic diagnostic) {
        String column = diagnostic.column() > 0 ? ":" + diagnostic.column() : "";
        return HtmlText.escape(FailureLines.shown(file, home)) + "<span>:" + diagnostic.line() + column + "</span>";
    }

    private void append(StringBuilder body, Cause cause, boolean first, Set<String> shown) {
        body.append("<section>\n<p class=error>")
                .append(first ? "" : "Caused by ")
                .append(HtmlText.escape(cause.text().strip()))
                .append("</p>\n");
        String above = "";
        for (Frame frame : cause.frames()) {
            Path source = frame.source();
            String place = source + ":" + frame.line();
            String method = frame.text().substring(0, frame.text().indexOf('('));
            boolean bridge = method.equals(above); // Or a recursion: its lines are there already, as a rule.
            above = method;
            if (source != null && !bridge && shown.size() < MOST_EXCERPTS && shown.add(place)) {
                body.append("<h2>")
                        .append(HtmlText.escape(FailureLines.shown(source, home)))
                        .append("<span>:")
                        .append(frame.line())
                        .append("</span></h2>\n");
                appendExcerpt(body, source, frame.line(), 0);
            }
        }
        appendStack(body, cause.frames());
        body.append("</section>\n");
    }

    private static void appendStack(StringBuilder body, List<Frame> frames) {
        if (frames.isEmpty()) {
            return;
        }
        body.append("<details open><summary>Stack</summary><ol class=stack>\n");
        for (Frame frame : frames) {
            body.append(frame.source() == null ? "<li>" : "<li class=own>")
                    .append(HtmlText.escape(frame.text()))
                    .append("</li>\n");
        }
        body.append("</ol></details>\n");
    }

    private static void appendExcerpt(StringBuilder body, Path file, int line, int column) {
        Excerpt.of(file, line).ifPresent(excerpt -> {
            body.append("<pre class=box tabindex=0>");
            int number = excerpt.first();
            for (String text : excerpt.lines()) {
                boolean marked = number == excerpt.marked();
                body.append(marked ? "<mark>" : "<span>")
                        .append("<i>")
                        .append(String.format("%4d ", number))
                        .append("</i>")
                        .append(HtmlText.escape(text))
                        .append(marked ? "</mark>\n" : "</span>\n");
                if (marked && column > 0 && column <= text.length() + 1) {
                    body.append("<b><i>     </i>")
                            .append(" ".repeat(column - 1))
                            .append("^</b>\n");
                }
                number++;
            }
            body.append("</pre>\n");
        });
    }
}
