package dev.effe.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table in Markdown, with columns that line up on a terminal too. */
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... header) {
        rows.add(List.of(header));
    }

    public void row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell instanceof Double number ? text(number) : cell.toString());
        }
        rows.add(row);
    }

    /** Three digits or more. */
    private static String text(double number) {
        int decimals = number >= 100 ? 0 : number >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f", number);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            append(text, rows.get(i));
            if (i == 0) {
                text.append("|").append("---|".repeat(rows.get(0).size())).append('\n');
            }
        }
        return text.toString();
    }

    private void append(StringBuilder text, List<String> row) {
        text.append('|');
        for (int column = 0; column < row.size(); column++) {
            int width = width(column);
            String format = column == 0 ? " %-" + width + "s |" : " %" + width + "s |";
            text.append(String.format(Locale.ROOT, format, row.get(column)));
        }
        text.append('\n');
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1);
    }
}
