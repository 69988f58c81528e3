package dev.effe.tool.operate;

import dev.effe.tool.admin.AdminClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of a server, as its page {@code /overview} has them. Immutable.
 *
 * @param admin the URL of its admin port
 * @param page the fields of the page; none if it does not answer
 * @param error why it does not answer; "" if it does
 */
record ServerFigures(String admin, Map<?, ?> page, String error) {

    static ServerFigures of(AdminClient client) {
        try {
            return new ServerFigures(client.base().toString(), client.send("GET", "/overview", null), "");
        } catch (IOException e) {
            return new ServerFigures(client.base().toString(), Map.of(), String.valueOf(e.getMessage()));
        }
    }

    boolean answers() {
        return error.isEmpty();
    }

    String text(String name) {
        return page.containsKey(name) ? String.valueOf(page.get(name)) : "";
    }

    /** A list of the page; an empty one if it has none. */
    List<Map<?, ?>> list(String name) {
        return list(page, name);
    }

    static List<Map<?, ?>> list(Map<?, ?> fields, String name) {
        List<Map<?, ?>> list = new ArrayList<>();
        if (fields.get(name) instanceof List<?> given) {
            for (Object each : given) {
                if (each instanceof Map<?, ?> map) {
                    list.add(map);
                }
            }
        }
        return list;
    }

    static double number(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    /** The name of the function that something of the page is of; the server's where a function has none of its own. */
    String function(Map<?, ?> fields) {
        String name = fields.get("function") instanceof String given ? given : "";
        return name.isEmpty() ? text("name") : name;
    }

    /** A figure of the last sample; 0 before there is any. */
    double last(String name) {
        List<Map<?, ?>> samples = list("samples");
        return samples.isEmpty() ? 0 : number(samples.get(samples.size() - 1), name);
    }

    /** The sum of a figure over all functions. */
    long sum(String name) {
        return Math.round(list("functions").stream()
                .mapToDouble(each -> number(each, name))
                .sum());
    }

    /** For JSON. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("admin", admin);
        if (!answers()) {
            fields.put("error", error);
        }
        page.forEach((name, value) -> fields.put(String.valueOf(name), value));
        return fields;
    }
}
