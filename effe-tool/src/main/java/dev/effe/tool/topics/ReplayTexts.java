package dev.effe.tool.topics;

import dev.effe.server.cli.ToolException;
import dev.effe.tool.Plural;
import dev.effe.tool.Table;
import dev.effe.tool.admin.Answers;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Writes what an admin port answers of replays, for people. Stateless. */
final class ReplayTexts {

    private static final List<String> HEAD =
            List.of("NAME", "TOPIC", "FUNCTION", "STATE", "EVENTS", "DONE", "FAILED", "LEFT", "RATE", "ENDS");
    private static final List<String> FAILED_HEAD = List.of("OFFSET", "KEY", "ATTEMPTS", "ERROR");
    private static final List<String> FIELDS = List.of(
            "name",
            "state",
            "error",
            "topic",
            "function",
            "key",
            "first",
            "last",
            "rate",
            "events",
            "done",
            "failed",
            "left",
            "eventsPerSecond",
            "began",
            "ends",
            "ended");

    private ReplayTexts() {}

    static void begun(Map<?, ?> replay, PrintStream out) throws ToolException {
        long events = Answers.number(replay, "events");
        long rate = Answers.number(replay, "rate");
        out.println(
                "Replay " + replay.get("name") + " of " + replay.get("topic") + " to " + replay.get("function") + ": "
                        + Plural.of(events, "event") + ", offset " + replay.get("first") + " to "
                        + replay.get("last") + ", "
                        + duration((double) events / rate) + " at " + rate + " a second");
        out.println("effe replay show " + replay.get("name") + " says how far it is");
    }

    static void survey(Map<?, ?> survey, PrintStream out) throws ToolException {
        long events = Answers.number(survey, "events");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("events", Long.toString(events)));
        if (events > 0) {
            rows.add(List.of("first", survey.get("first") + ", " + survey.get("firstTime")));
            rows.add(List.of("last", survey.get("last") + ", " + survey.get("lastTime")));
            boolean isAll = Boolean.TRUE.equals(survey.get("allKeys"));
            rows.add(List.of("keys", (isAll ? "" : "more than ") + Answers.number(survey, "keys")));
            long rate = Answers.number(survey, "rate");
            rows.add(List.of("duration", duration((double) events / rate) + " at " + rate + " a second"));
        }
        Table.print(rows, out);
    }

    /** A time that is good enough to decide if one waits for it. */
    static String duration(double seconds) {
        if (seconds < 100) {
            return "about " + (long) Math.ceil(seconds) + " s";
        }
        long minutes = Math.round(seconds / 60);
        return minutes < 100
                ? "about " + minutes + " min"
                : String.format(Locale.ROOT, "about %.1f h", seconds / 3_600);
    }

    static void list(Map<?, ?> page, PrintStream out) throws ToolException {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        for (Object each : Answers.list(page, "replays")) {
            rows.add(row((Map<?, ?>) each));
        }
        Table.print(rows, out);
    }

    static void line(Map<?, ?> replay, PrintStream out) {
        Table.print(List.of(HEAD, row(replay)), out);
    }

    private static List<String> row(Map<?, ?> replay) {
        Object ends =
                Objects.requireNonNullElse(replay.get("ended"), Objects.requireNonNullElse(replay.get("ends"), "-"));
        return List.of(
                String.valueOf(replay.get("name")),
                String.valueOf(replay.get("topic")),
                String.valueOf(replay.get("function")),
                String.valueOf(replay.get("state")),
                String.valueOf(replay.get("events")),
                String.valueOf(replay.get("done")),
                String.valueOf(replay.get("failed")),
                String.valueOf(replay.get("left")),
                replay.get("eventsPerSecond") + "/s",
                String.valueOf(ends));
    }

    static void show(Map<?, ?> replay, PrintStream out) throws ToolException {
        List<List<String>> fields = new ArrayList<>();
        for (String field : FIELDS) {
            if (replay.get(field) != null) {
                fields.add(List.of(field, String.valueOf(replay.get(field))));
            }
        }
        Table.print(fields, out);
        List<?> failed = Answers.list(replay, "dead");
        if (failed.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>(List.of(FAILED_HEAD));
        for (Object each : failed) {
            Map<?, ?> event = (Map<?, ?>) each;
            rows.add(List.of(
                    String.valueOf(event.get("offset")),
                    String.valueOf(Objects.requireNonNullElse(event.get("key"), "-")),
                    String.valueOf(event.get("attempts")),
                    String.valueOf(event.get("error")).replaceAll("\\s+", " ")));
        }
        out.println();
        Table.print(rows, out);
        long all = Answers.number(replay, "failed");
        if (all > failed.size()) {
            out.println("and " + (all - failed.size()) + " more");
        }
    }

    static void forgotten(Map<?, ?> answer, PrintStream out) {
        out.println(answer.get("forgotten") + " forgotten");
    }
}
