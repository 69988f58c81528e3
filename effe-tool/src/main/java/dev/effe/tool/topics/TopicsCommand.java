package dev.effe.tool.topics;

import dev.effe.server.cli.ToolException;
import dev.effe.server.json.Json;
import dev.effe.tool.Table;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.admin.AdminPort;
import dev.effe.tool.admin.Answers;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code effe topics}: says how topics and their groups are doing. */
@Command(
        name = "topics",
        sortOptions = false,
        description = {
            "Says how topics and their groups are doing.",
            "A line for each group: how many events it has still to settle and the age of the oldest, how many run in the"
                    + " process that is asked, are put aside to be tried again, and are dead; and how many lanes each"
                    + " process has.",
            "Then a line for each schedule: when it is due next. Its runs are the events of schedule.FUNCTION.",
            "With sql: prints the script that makes the tables of a store in PostgreSQL.",
            "Exit code: 0; 1 if the server cannot be asked."
        },
        footer = {
            "",
            "Examples:",
            "  effe topics",
            "  effe topics --json",
            "  effe topics sql effe.yaml | psql shop          as someone who may make a schema",
            "  effe topics --admin http://10.0.0.7:9090 --admin-token-file token"
        })
public final class TopicsCommand implements ToolCommand {

    private static final List<String> HEAD =
            List.of("TOPIC", "EVENTS", "GROUP", "LAG", "OLDEST", "RUNNING", "PARKED", "DEAD", "STATE", "OWNERS");

    private static final List<String> SCHEDULES = List.of("SCHEDULE", "ZONE", "FUNCTION", "MISSED", "NEXT");
    private static final List<String> SCHEDULE_FIELDS = List.of("schedule", "zone", "function", "missed", "next");

    @Mixin
    private AdminPort admin;

    @Option(names = "--json", description = "Print the server's JSON.")
    private boolean json;

    @Parameters(
            arity = "0..*",
            paramLabel = "sql [<effe.yaml>...]",
            description = "sql, and the files of the application; effe.yaml without one.")
    private List<String> asked = List.of();

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        if (!asked.isEmpty()) {
            out.print(StoreScript.of(asked));
            return;
        }
        Map<?, ?> page = admin.send("GET", "/topics", null);
        if (json) {
            out.println(Json.text(page));
            return;
        }
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        for (Object topic : Answers.list(page, "topics")) {
            add((Map<?, ?>) topic, rows);
        }
        for (Object hidden : Answers.listIfAny(page, "hidden")) {
            add((Map<?, ?>) hidden, rows);
        }
        Table.print(rows, out);
        schedules(Answers.listIfAny(page, "schedules"), out);
    }

    private static void schedules(List<?> schedules, PrintStream out) {
        List<List<String>> rows = new ArrayList<>(List.of(SCHEDULES));
        for (Object each : schedules) {
            Map<?, ?> schedule = (Map<?, ?>) each;
            rows.add(SCHEDULE_FIELDS.stream()
                    .map(field -> String.valueOf(schedule.get(field)))
                    .toList());
        }
        if (!schedules.isEmpty()) {
            out.println();
            Table.print(rows, out);
        }
    }

    private static void add(Map<?, ?> topic, List<List<String>> rows) throws ToolException {
        String name = String.valueOf(topic.get("topic"));
        long events = Answers.number(topic, "next") - Answers.number(topic, "first");
        List<?> groups = Answers.list(topic, "groups");
        if (groups.isEmpty()) {
            rows.add(List.of(name, Long.toString(events), "-", "", "", "", "", "", "", ""));
        }
        for (Object each : groups) {
            Map<?, ?> group = (Map<?, ?>) each;
            rows.add(List.of(
                    name,
                    Long.toString(events),
                    String.valueOf(group.get("group")),
                    String.valueOf(group.get("lag")),
                    group.get("oldestSeconds") + " s",
                    String.valueOf(group.get("running")),
                    String.valueOf(group.get("parked")),
                    String.valueOf(group.get("dead")),
                    Boolean.TRUE.equals(group.get("paused")) ? "paused" : "delivering",
                    owners(group)));
        }
    }

    /** The number of lanes that each process has, and nobody. */
    private static String owners(Map<?, ?> group) throws ToolException {
        List<String> owners = new ArrayList<>();
        long free = Answers.number(group, "lanes");
        if (group.get("owners") instanceof Map<?, ?> all) {
            for (Object owner : all.keySet()) {
                long lanes = Answers.number(all, String.valueOf(owner));
                owners.add(owner + " " + lanes);
                free -= lanes;
            }
        }
        if (free > 0) {
            owners.add("nobody " + free);
        }
        return String.join(", ", owners);
    }
}
