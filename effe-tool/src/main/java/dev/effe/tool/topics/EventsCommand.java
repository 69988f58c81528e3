package dev.effe.tool.topics;

import dev.effe.server.cli.ToolException;
import dev.effe.server.json.Json;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.admin.AdminClient;
import dev.effe.tool.admin.AdminPort;
import dev.effe.tool.admin.Answers;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code effe events}: prints the events of a topic. */
@Command(
        name = "events",
        sortOptions = false,
        description = {
            "Prints the events of a topic, each as a line of JSON.",
            "Exit code: 0; 1 if the server cannot be asked."
        },
        footer = {
            "",
            "Examples:",
            "  effe events placed",
            "  effe events placed --from 2026-11-01T00:00:00Z --key tea",
            "  effe events placed --from latest --follow     prints new ones as they come, until it is ended"
        })
public final class EventsCommand implements ToolCommand {

    private static final int PAGE = 500;
    private static final long LOOK_AGAIN_MILLIS = 500;

    @Mixin
    private AdminPort admin;

    @Parameters(paramLabel = "<topic>", description = "The topic.")
    private String topic;

    @Option(
            names = "--from",
            paramLabel = "<place>",
            description = "earliest, latest, an offset or an instant; earliest by default.")
    private String from = "earliest";

    @Option(names = "--key", paramLabel = "<key>", description = "Only events of this key.")
    private Optional<String> key = Optional.empty();

    @Option(names = "--limit", paramLabel = "<number>", description = "How many at most; all by default.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--follow", description = "Go on with new events as they come.")
    private boolean follow;

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        if (limit < 1) {
            throw new UsageException("--limit must be at least 1, but was " + limit);
        }
        long left = limit;
        String next = from;
        while (left > 0) {
            Map<?, ?> page = admin.send("GET", target(next, Math.min(PAGE, left)), null);
            List<?> events = Answers.list(page, "events");
            for (Object event : events) {
                out.println(Json.text(event));
            }
            out.flush();
            left -= events.size();
            next = String.valueOf(page.get("next"));
            boolean isEnd =
                    Answers.number(page, "next") >= Answers.number(page, "end"); // Or it was to begin behind it.
            if (isEnd && !follow) {
                return;
            }
            if (isEnd) {
                pause();
            }
        }
    }

    private String target(String place, long most) {
        return "/topics/" + AdminClient.escaped(topic) + "/events?from=" + AdminClient.escaped(place) + "&limit=" + most
                + key.map(given -> "&key=" + AdminClient.escaped(given)).orElse("");
    }

    private static void pause() throws ToolException {
        try {
            new CountDownLatch(1).await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolException("Interrupted");
        }
    }
}
