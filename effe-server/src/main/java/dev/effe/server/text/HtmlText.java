package dev.effe.server.text;

/** Text that stands for itself in a page. Stateless. */
public final class HtmlText {

    private HtmlText() {}

    /** Also within the value of an attribute in double or single quotes. Characters that a page cannot hold are replaced. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\n', '\t' -> escaped.append(c);
                default -> escaped.append(c < ' ' || c == 0x7f ? '\ufffd' : c);
            }
        }
        return escaped.toString();
    }
}
