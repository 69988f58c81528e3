package dev.effe.tool.deploy.template;

import dev.effe.server.cli.ToolException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The names of a template's parts, which have letters and digits only. Confined to one thread. */
final class LogicalNames {

    private final Map<String, String> taken = new HashMap<>();

    /**
     * Makes a name, such as {@code OrdersDbPassword} of {@code orders.DB_PASSWORD}.
     *
     * @throws ToolException if another text has it
     */
    String of(String text) throws ToolException {
        StringBuilder name = new StringBuilder();
        for (String word : text.split("[^A-Za-z0-9]+", -1)) {
            boolean shouts = word.equals(word.toUpperCase(Locale.ROOT));
            String rest = word.isEmpty() ? "" : word.substring(1);
            name.append(word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(shouts ? rest.toLowerCase(Locale.ROOT) : rest);
        }
        String earlier = taken.putIfAbsent(name.toString(), text);
        if (earlier != null) {
            throw new ToolException(
                    earlier + " and " + text + " would both be " + name + " in the template: name one otherwise");
        }
        return name.toString();
    }
}
