package dev.effe.server.admin.page;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings with their origin: those that were given, and the others below them. Stateless. */
final class SettingsTable {

    private static final Pattern LINE = Pattern.compile("(\\S+) = (.*?) {3}\\((.*)\\)");

    private SettingsTable() {}

    /** @param lines as {@code --print-config} prints them */
    static String of(List<String> lines) {
        List<List<String>> given = new ArrayList<>();
        List<List<String>> others = new ArrayList<>();
        for (String line : lines) {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                List<String> row =
                        List.of(Html.text(parts.group(1)), Html.text(parts.group(2)), Html.text(parts.group(3)));
                (parts.group(3).equals("default") ? others : given).add(row);
            }
        }
        List<String> head = List.of("setting", "value", "origin");
        return "<section id=\"settings\"><h2>Settings</h2>\n" + Html.table("Settings that were given", head, given)
                + "<details><summary>" + others.size() + " at their defaults</summary>\n"
                + Html.table("Settings at their defaults", head, others) + "</details></section>\n";
    }
}
