package dev.effe.tool.dev.page;

import dev.effe.server.text.HtmlText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The last run of the tests as a page for a browser, which loads itself anew after the next one. Immutable.
 *
 * @param home the folder that paths are shown from
 * @param statePath where the number of the current view is to be asked for
 */
public record TestPage(Path home, String statePath) {

    private static final int MOST = 50;

    /**
     * The page.
     *
     * @param nonce a random one for each page, of letters and digits
     */
    public String html(TestView view, String nonce) {
        StringBuilder body = new StringBuilder();
        List<Failure> shown = view.failures().stream().limit(MOST).toList();
        for (Failure failure : shown) {
            body.append("<section>\n<h2>")
                    .append(HtmlText.escape(failure.title()))
                    .append("</h2>\n")
                    .append(failure.causes().isEmpty() ? message(failure) : "")
                    .append(new FailureBody(home).of(failure))
                    .append("</section>\n");
        }
        if (view.failures().size() > MOST) {
            body.append("<p class=note>and ")
                    .append(view.failures().size() - MOST)
                    .append(" more failures</p>\n");
        }
        return PageFrame.fill(Map.of(
                "nonce",
                nonce,
                "state",
                Long.toString(view.number()),
                "path",
                statePath,
                "again",
                "true",
                "kind",
                view.good() ? "good" : "bad",
                "title",
                HtmlText.escape(view.title()),
                "message",
                HtmlText.escape(view.message()),
                "body",
                body.toString()));
    }

    private static String message(Failure failure) {
        return "<p class=error>" + HtmlText.escape(failure.message().strip()) + "</p>\n";
    }
}
