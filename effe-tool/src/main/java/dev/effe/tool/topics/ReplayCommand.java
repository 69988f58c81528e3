package dev.effe.tool.topics;

import dev.effe.server.cli.ToolException;
import dev.effe.server.json.Json;
import dev.effe.server.settings.UsageException;
import dev.effe.server.topics.LogPlace;
import dev.effe.server.topics.replay.ReplayRequest;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.admin.AdminClient;
import dev.effe.tool.admin.AdminPort;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code effe replay}: delivers events of a topic again, and says how far that is. */
@Command(
        name = "replay",
        sortOptions = false,
        description = {
            "Delivers events of a topic again, to any function of the application.",
            "Their order, retries and ids are those of the first time; request.event().replay() is there, and the header"
                    + " effe-replay. What the trigger has still to do is not touched. A replay outlasts a restart.",
            "list shows all replays, show one with the events that failed, cancel ends one, forget drops one that is over.",
            "Exit code: 0 once it has begun; 1 if the server refuses it or cannot be asked; 2 if an argument is wrong."
        },
        footer = {
            "",
            "Examples:",
            "  effe replay placed --to report --from 2026-11-01T00:00Z --dry-run",
            "  effe replay placed --to report --from 2026-11-01T00:00Z --until 2026-11-02T00:00Z --rate 500",
            "  effe replay placed --to report --from 4711 --until 4712 --name bug-17        only event 4711",
            "  effe replay placed --to report --key 42",
            "  effe replay list",
            "  effe replay show bug-17",
            "  effe replay cancel bug-17",
            "  effe replay forget bug-17"
        })
public final class ReplayCommand implements ToolCommand {

    @Mixin
    private AdminPort admin;

    @Parameters(
            index = "0",
            paramLabel = "<topic|action>",
            description = "The topic, with --to; or list, show, cancel or forget.")
    private String topicOrAction;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "<name>",
            description = "The replay to show, cancel or forget.")
    private Optional<String> shown = Optional.empty();

    @Option(names = "--to", paramLabel = "<function>", description = "The function that is given the events.")
    private Optional<String> function = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "<place>",
            description = "The first event: earliest, an offset or an instant; earliest by default.")
    private Optional<String> from = Optional.empty();

    @Option(
            names = "--until",
            paramLabel = "<place>",
            description = "The place that the last event is before: an offset, an instant or now; now by default.")
    private Optional<String> until = Optional.empty();

    @Option(names = "--key", paramLabel = "<key>", description = "Only events of this key.")
    private Optional<String> key = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "<number>",
            description = "Events per second at most, by all processes together; " + ReplayRequest.USUAL_RATE
                    + " by default.")
    private Optional<Integer> rate = Optional.empty();

    @Option(
            names = "--name",
            paramLabel = "<name>",
            description = "The name of the replay; the function and the time by default.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--dry-run", description = "Say which events there are and how long it takes. Nothing is run.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print the server's JSON.")
    private boolean json;

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        if (function.isPresent()) {
            begin(function.get(), out);
            return;
        }
        if (dryRun || List.of(from, until, key, rate, name).stream().anyMatch(Optional::isPresent)) {
            throw new UsageException("A replay needs --to, the function that is given the events");
        }
        switch (topicOrAction) {
            case "list" -> list(out);
            case "show" -> print(admin.send("GET", target("show"), null), out, ReplayTexts::show);
            case "cancel" -> print(admin.send("DELETE", target("cancel"), null), out, ReplayTexts::line);
            case "forget" ->
                print(admin.send("DELETE", target("forget") + "?forget=true", null), out, ReplayTexts::forgotten);
            default ->
                throw new UsageException("effe replay " + topicOrAction
                        + " needs --to, the function that is given the events; or else it must be list, show, cancel or"
                        + " forget (effe replay --help has examples)");
        }
    }

    private void begin(String target, PrintStream out) throws IOException {
        if (shown.isPresent()) {
            throw new UsageException("A replay's name is given by --name, not by '" + shown.get() + "'");
        }
        check(target);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("topic", topicOrAction);
        body.put("function", target);
        from.ifPresent(place -> body.put("from", place));
        until.ifPresent(place -> body.put("until", place));
        key.ifPresent(given -> body.put("key", given));
        rate.ifPresent(given -> body.put("rate", given));
        name.ifPresent(given -> body.put("name", given));
        body.put("dryRun", dryRun);
        Map<?, ?> answer = admin.send("POST", "/replays", Json.write(body));
        print(answer, out, dryRun ? ReplayTexts::survey : ReplayTexts::begun);
    }

    /** Finds what can never be before the server is asked. */
    private void check(String target) {
        try {
            new ReplayRequest(
                    topicOrAction,
                    target,
                    key,
                    place("from", from.orElse("earliest")),
                    place("until", until.orElse("now")),
                    rate.orElse(ReplayRequest.USUAL_RATE),
                    name);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--" + e.getMessage(), e);
        }
    }

    private static LogPlace place(String option, String text) {
        try {
            return LogPlace.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + " " + e.getMessage(), e);
        }
    }

    private String target(String action) {
        return "/replays/"
                + AdminClient.escaped(shown.orElseThrow(
                        () -> new UsageException(action + " needs the name of a replay: effe replay list has them")));
    }

    private void list(PrintStream out) throws IOException {
        if (shown.isPresent()) {
            throw new UsageException("list takes no name; show does");
        }
        print(admin.send("GET", "/replays", null), out, ReplayTexts::list);
    }

    /** Writes an answer for people. */
    private interface Text {
        void print(Map<?, ?> answer, PrintStream out) throws ToolException;
    }

    private void print(Map<?, ?> answer, PrintStream out, Text text) throws ToolException {
        if (json) {
            out.println(Json.text(answer));
        } else {
            text.print(answer, out);
        }
    }
}
