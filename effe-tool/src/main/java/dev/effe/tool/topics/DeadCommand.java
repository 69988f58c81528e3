package dev.effe.tool.topics;

import dev.effe.server.json.Json;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.Table;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.admin.AdminClient;
import dev.effe.tool.admin.AdminPort;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code effe dead}: shows, tries again and drops the events that a group has given up. */
@Command(
        name = "dead",
        sortOptions = false,
        description = {
            "Shows events that a group has given up, tries them again, or drops them.",
            "Events that are tried again come after later ones of their key that ran already.",
            "Exit code: 0; 1 if there is no such event, or the server cannot be asked."
        },
        footer = {
            "",
            "Examples:",
            "  effe dead list placed",
            "  effe dead show placed 4711                     with its payload",
            "  effe dead redrive placed                       all; with an offset that one",
            "  effe dead purge placed 4711 --group report"
        })
public final class DeadCommand implements ToolCommand {

    private static final List<String> HEAD = List.of("OFFSET", "KEY", "ATTEMPTS", "DEAD SINCE", "ERROR");
    private static final int PAGE = 1000;

    @Mixin
    private AdminPort admin;

    @Parameters(index = "0", paramLabel = "<action>", description = "list, show, redrive or purge.")
    private String action;

    @Parameters(index = "1", paramLabel = "<topic>", description = "The topic.")
    private String topic;

    @Parameters(index = "2", arity = "0..1", paramLabel = "<offset>", description = "The event; all without it.")
    private Optional<Long> offset = Optional.empty();

    @Option(
            names = "--group",
            paramLabel = "<group>",
            description = "The group; purge needs it, the others where the topic has several.")
    private Optional<String> group = Optional.empty();

    @Option(names = "--json", description = "Print the server's JSON.")
    private boolean json;

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        switch (action) {
            case "list" -> list(out);
            case "show" -> {
                if (offset.isEmpty()) {
                    throw new UsageException("show needs an offset (effe dead --help has examples)");
                }
                print(admin.send("GET", target("", ""), null), out);
            }
            case "redrive" -> told(admin.send("POST", target("/redrive", ""), null), "redriven", out);
            case "purge" -> told(admin.send("DELETE", target("", ""), null), "purged", out);
            default ->
                throw new UsageException("There is no action " + action
                        + ": it must be list, show, redrive or purge (effe dead --help has examples)");
        }
    }

    private String target(String rest, String query) {
        return "/topics/" + AdminClient.escaped(topic) + "/dead"
                + offset.map(number -> "/" + number).orElse("") + rest + "?"
                + group.map(name -> "group=" + AdminClient.escaped(name) + "&").orElse("") + query;
    }

    private static void print(Object page, PrintStream out) {
        out.println(Json.text(page));
    }

    private void told(Map<?, ?> page, String done, PrintStream out) {
        if (json) {
            print(page, out);
        } else {
            out.println(page.get(done) + " " + done + (page.get("order") == null ? "" : ". " + page.get("order")));
            if (page.get("left") != null) {
                out.println(page.get("left") + " left. " + page.get("why"));
            }
        }
    }

    private void list(PrintStream out) throws IOException {
        if (offset.isPresent()) {
            throw new UsageException("list takes no offset; show does");
        }
        List<Object> all = new ArrayList<>();
        List<?> page = List.of();
        do {
            Object after = page.isEmpty() ? 0 : ((Map<?, ?>) page.get(page.size() - 1)).get("offset");
            page = (List<?>)
                    Objects.requireNonNull(admin.send("GET", target("", "limit=" + PAGE + "&after=" + after), null)
                            .get("dead"));
            all.addAll(page);
        } while (page.size() == PAGE);
        if (json) {
            print(Map.of("dead", all), out);
            return;
        }
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        for (Object each : all) {
            Map<?, ?> dead = (Map<?, ?>) each;
            rows.add(List.of(
                    String.valueOf(dead.get("offset")),
                    String.valueOf(Objects.requireNonNullElse(dead.get("key"), "-")),
                    String.valueOf(dead.get("attempts")),
                    String.valueOf(dead.get("deadAt")),
                    String.valueOf(dead.get("error")).replaceAll("\\s+", " ")));
        }
        Table.print(rows, out);
    }
}
