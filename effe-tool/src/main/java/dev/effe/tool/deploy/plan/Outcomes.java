package dev.effe.tool.deploy.plan;

import dev.effe.server.json.Json;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Prints what has come of each step, a line each. Thread-safe. */
public final class Outcomes {

    private static final int WIDTH = 26;

    private final PrintStream out;
    private final String target;
    private final boolean json;

    /**
     * Prints to a stream.
     *
     * @param target that each line names
     * @param json whether each line is a JSON object
     */
    public Outcomes(PrintStream out, String target, boolean json) {
        this.out = out;
        this.target = target;
        this.json = json;
    }

    /**
     * Prints a step that is done.
     *
     * @param fields names and values in turn
     */
    public void done(String step, String function, Object... fields) {
        print("• ", step, function, fields);
    }

    /** Prints a step that failed. */
    public void failed(String step, String function, String reason) {
        print("! ", step, function, "failed", reason);
    }

    private synchronized void print(String mark, String step, String function, Object... fields) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("env", target);
        values.put("function", function);
        for (int i = 0; i + 1 < fields.length; i += 2) {
            values.put(String.valueOf(fields[i]), fields[i + 1]);
        }
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("step", step);
            line.putAll(values);
            out.println(Json.text(line));
            return;
        }
        StringBuilder line = new StringBuilder("  ").append(mark);
        line.append(String.format(Locale.ROOT, "%-" + WIDTH + "s", step));
        values.forEach((name, value) -> line.append(' ')
                .append(name)
                .append(name.equals("failed") ? ": " : "=")
                .append(value));
        out.println(line);
        out.flush();
    }
}
