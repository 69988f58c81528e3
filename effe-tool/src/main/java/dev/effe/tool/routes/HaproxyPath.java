package dev.effe.tool.routes;

import dev.effe.server.route.pattern.RoutePattern;
import dev.effe.server.route.pattern.Segment;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The path of a pattern as a condition of HAProxy's. It looks at {@code txn.path}, which is decoded, but for a byte 1 in
 * place of an escaped slash or line feed: neither a segment nor the path ends there.
 */
final class HaproxyPath {

    private static final String PLAIN = "[A-Za-z0-9_.~-]*";
    private static final String ONE = "[^/]+";
    private static final String REST = "([^/]+/)*[^/]+";

    private HaproxyPath() {}

    static String condition(RoutePattern pattern) {
        boolean plain = pattern.segments().stream()
                .allMatch(segment -> segment.isLiteral() && segment.text().matches(PLAIN));
        if (plain) {
            String path = pattern.segments().stream().map(Segment::text).collect(Collectors.joining("/", "/", ""));
            return "{ var(txn.path) -m str " + path + " }";
        }
        String regex = pattern.segments().stream().map(HaproxyPath::regex).collect(Collectors.joining("/", "^/", "$"));
        return "{ var(txn.path) -m reg '" + regex + "' }";
    }

    private static String regex(Segment segment) {
        return switch (segment.kind()) {
            case LITERAL -> literal(segment.text());
            case PARAMETER -> ONE;
            case REST -> REST;
        };
    }

    private static String literal(String text) {
        StringBuilder regex = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c == '/' || c == '\n') {
                regex.append("\\x01");
            } else if (String.valueOf(c).matches("[A-Za-z0-9_-]")) {
                regex.append(c);
            } else {
                regex.append(String.format(Locale.ROOT, "\\x%02x", b));
            }
        }
        return regex.toString();
    }
}
