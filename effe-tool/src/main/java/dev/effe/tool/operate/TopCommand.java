package dev.effe.tool.operate;

import dev.effe.server.cli.ToolException;
import dev.effe.server.jdk.Terminals;
import dev.effe.server.json.Json;
import dev.effe.server.settings.UsageException;
import dev.effe.server.settings.ValueType;
import dev.effe.server.settings.ValueTypes;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.admin.AdminClient;
import dev.effe.tool.admin.AdminPorts;
import dev.effe.tool.remote.Pause;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code effe top}: shows in a terminal what servers do now. */
@Command(
        name = "top",
        sortOptions = false,
        description = {
            "Shows what servers do now, on one screen: calls, times, contexts, queues, the slowest calls, and topics.",
            "A terminal gets a screen that is drawn anew, until Ctrl-C; a pipe or a file gets plain text.",
            "Exit code: 0; 1 if it is asked once and no server answers."
        },
        footer = {
            "",
            "Examples:",
            "  effe top                                     the server of effe.yaml",
            "  effe top --admin http://10.0.0.7:9090 --admin http://10.0.0.8:9090 --every 5s",
            "  effe top --once --json | jq '.servers[0].samples[-1].p99'"
        })
public final class TopCommand implements ToolCommand {

    private static final ValueType<Duration> EVERY = ValueTypes.longTime("1s", "1h");

    /** The width of plain text, which no terminal cuts. */
    private static final int PLAIN_WIDTH = 160;

    @Mixin
    private AdminPorts admin;

    @Option(names = "--every", paramLabel = "<duration>", description = "How often, from 1s to 1h; 2s by default.")
    private String every = "2s";

    @Option(names = "--once", description = "Print it once.")
    private boolean once;

    @Option(names = "--json", description = "Print the figures as JSON, a line each time.")
    private boolean json;

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        Duration pause = EVERY.parse(every);
        if (pause == null) {
            throw new UsageException("--every must be " + EVERY.allowed() + ", such as 2s, but was " + every);
        }
        List<AdminClient> clients = admin.clients();
        if (once) {
            List<ServerFigures> figures = figures(clients);
            if (figures.stream().noneMatch(ServerFigures::answers)) {
                throw new ToolException(figures.get(0).error());
            }
            print(figures, out);
        } else if (!json && Terminals.hasConsole()) {
            draw(clients, pause, out);
        } else {
            while (!out.checkError()) { // Whoever reads the pipe may have gone.
                print(figures(clients), out);
                Pause.REAL.of(pause);
            }
        }
    }

    private void draw(List<AdminClient> clients, Duration pause, PrintStream out) throws ToolException {
        try (Terminal terminal = Terminal.open(out)) {
            while (true) {
                List<ServerFigures> figures = figures(clients);
                Terminal.Size size = Terminal.size();
                terminal.draw(TopScreen.lines(figures, size.columns()), size);
                Pause.REAL.of(pause);
            }
        }
    }

    private static List<ServerFigures> figures(List<AdminClient> clients) {
        List<ServerFigures> figures = new ArrayList<>();
        for (AdminClient client : clients) {
            figures.add(ServerFigures.of(client));
        }
        return figures;
    }

    private void print(List<ServerFigures> figures, PrintStream out) {
        if (json) {
            List<Object> servers = new ArrayList<>();
            figures.forEach(each -> servers.add(each.fields()));
            out.println(Json.text(Map.of("servers", servers)));
        } else {
            TopScreen.lines(figures, PLAIN_WIDTH).forEach(out::println);
        }
        out.flush();
    }
}
