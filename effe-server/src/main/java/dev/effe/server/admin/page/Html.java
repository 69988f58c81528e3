package dev.effe.server.admin.page;

import dev.effe.server.text.HtmlText;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parts of HTML. Stateless. */
final class Html {

    private Html() {}

    /** Any text, which stays text; none for null. */
    static String text(@Nullable Object any) {
        return any == null ? "" : HtmlText.escape(any.toString());
    }

    /** A number with as many digits as tell something: 0.25, 7.3, 120. */
    static String number(double value) {
        if (value != 0 && value < 10) {
            return String.format(Locale.ROOT, value < 1 ? "%.2f" : "%.1f", value);
        }
        return String.format(Locale.ROOT, "%.0f", value);
    }

    /** Milliseconds, as seconds where there are many. */
    static String millis(double millis) {
        return millis >= 1000 ? number(millis / 1000) + " s" : number(millis) + " ms";
    }

    /**
     * A part of the page with a heading.
     *
     * @param id by which a newer one takes its place
     */
    static String section(String id, String title, String body) {
        return "<section id=\"" + id + "\" data-live><h2>" + text(title) + "</h2>\n" + body + "</section>\n";
    }

    /**
     * A table that can be scrolled by keyboard where it is wider than the window.
     *
     * @param label its name for those who hear the page
     * @param head its columns; one that begins with # has numbers
     * @param rows HTML
     */
    static String table(String label, List<String> head, List<List<String>> rows) {
        StringBuilder html = new StringBuilder("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
        html.append(text(label)).append("\"><table><thead><tr>");
        for (String column : head) {
            boolean number = column.startsWith("#");
            html.append(number ? "<th class=\"n\">" : "<th>").append(text(number ? column.substring(1) : column));
            html.append("</th>");
        }
        html.append("</tr></thead><tbody>\n");
        for (List<String> row : rows) {
            html.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                html.append(head.get(i).startsWith("#") ? "<td class=\"n\">" : "<td>")
                        .append(row.get(i));
                html.append("</td>");
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }
}
