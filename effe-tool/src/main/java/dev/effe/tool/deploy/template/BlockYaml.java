package dev.effe.tool.deploy.template;

import dev.effe.server.json.Json;
import java.util.List;
import java.util.Map;

/** Writes maps, lists of plain values, and plain values as YAML, a line each. Stateless. */
final class BlockYaml {

    /** Texts that no reader takes for anything else; all others are written as JSON has them, which is YAML too. */
    private static final String PLAIN =
            "(?!(?i:true|false|yes|no|on|off|null|y|n)$)[A-Za-z](?:[A-Za-z0-9_./-]|:(?=[A-Za-z0-9:]))*";

    private BlockYaml() {}

    static String of(Map<String, Object> tree) {
        StringBuilder text = new StringBuilder();
        write(tree, "", text);
        return text.toString();
    }

    private static void write(Map<?, ?> map, String indent, StringBuilder text) {
        map.forEach((key, value) -> {
            text.append(indent).append(plain(key)).append(':');
            if (value instanceof Map<?, ?> inner && !inner.isEmpty()) {
                text.append('\n');
                write(inner, indent + "  ", text);
            } else if (value instanceof List<?> items && !items.isEmpty()) {
                text.append('\n');
                items.forEach(item ->
                        text.append(indent).append("  - ").append(plain(item)).append('\n'));
            } else {
                text.append(' ').append(plain(value)).append('\n');
            }
        });
    }

    private static String plain(Object value) {
        return value instanceof String text && text.matches(PLAIN) ? text : Json.text(value);
    }
}
