package dev.effe.tool.trace;

import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import dev.effe.server.settings.ValueType;
import dev.effe.server.settings.ValueTypes;
import dev.effe.tool.TimeOption;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.admin.AdminClient;
import dev.effe.tool.admin.AdminPorts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code effe trace}: shows where the time of requests went. */
@Command(
        name = "trace",
        sortOptions = false,
        description = {
            "Shows where the time of requests went.",
            "Asks the admin ports of servers that trace (--traces 2000), and puts together what each knows of a trace:"
                    + " the request, its wait, the start of its context and its run, what its function calls and"
                    + " appends, and the requests that come of that.",
            "Without more it shows the newest 10 traces; an id is a trace's or a request's.",
            "With --function it adds up the newest 200 traces of a function, and says the median and the 99th"
                    + " percentile of each part.",
            "Exit code: 0; 1 if there is no such trace, or a server cannot be asked."
        },
        footer = {
            "",
            "Examples:",
            "  effe trace --slowest 3 --since 10m",
            "  effe trace 4bf92f3577b34da6a3ce929d0e0e4736 -o trace.html    a flame graph, for a browser",
            "  effe trace --function orders -o orders.html                  of sums",
            "  effe trace --failed --admin http://10.0.0.7:9090 --admin http://10.0.0.8:9090"
        })
public final class TraceCommand implements ToolCommand {

    private static final ValueType<Duration> SINCE = ValueTypes.longTime("1s", "365d");
    private static final int USUAL = 10;
    private static final int MOST = 200;

    @Mixin
    private AdminPorts admin;

    @Parameters(arity = "0..1", paramLabel = "<id>", description = "The id of a trace, or of a request.")
    private Optional<String> id = Optional.empty();

    @Option(names = "--function", paramLabel = "<name>", description = "Traces that this function has a part in.")
    private Optional<String> function = Optional.empty();

    @Option(
            names = "--slowest",
            paramLabel = "<n>",
            arity = "0..1",
            fallbackValue = "10",
            description = "The n that took longest; 10 by default, 200 at most.")
    private Optional<Integer> slowest = Optional.empty();

    @Option(names = "--failed", description = "Traces with a request that failed.")
    private boolean failed;

    @Option(names = "--since", paramLabel = "<duration>", description = "How far back, such as 10m; any by default.")
    private Optional<String> since = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<file.html>",
            description = "Write a page with flame graphs to this file.")
    private Optional<Path> output = Optional.empty();

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        boolean sums = function.isPresent() && id.isEmpty() && slowest.isEmpty() && !failed;
        int most = slowest.orElse(sums ? MOST : USUAL);
        if (most < 1 || most > MOST) {
            throw new UsageException("--slowest must be from 1 to " + MOST + ", but was " + most);
        }
        List<MergedTrace> traces = new TraceReader(admin.clients()).find(query(most), slowest.isPresent(), most);
        if (traces.isEmpty()) {
            throw new ToolException(
                    "There is no such trace (the newest are kept, as many as --traces of the server says)");
        }
        if (sums) {
            Sums added = Sums.of(function.orElseThrow(), traces);
            if (output.isEmpty()) {
                SumsTree.print(added, out);
            } else {
                write(TracePage.of(added, traces.size()), out);
            }
        } else if (output.isPresent()) {
            write(TracePage.of(traces), out);
        } else {
            print(traces, out);
        }
    }

    private String query(int most) {
        StringBuilder query = new StringBuilder("most=" + most);
        id.ifPresent(named -> query.append("&id=").append(AdminClient.escaped(named)));
        function.ifPresent(named -> query.append("&function=").append(AdminClient.escaped(named)));
        query.append(slowest.isPresent() ? "&slowest" : "").append(failed ? "&failed" : "");
        since.ifPresent(text -> query.append("&since=").append(seconds(text)));
        return query.toString();
    }

    private static long seconds(String text) {
        return Math.max(1, TimeOption.parse("--since", SINCE, text).toSeconds());
    }

    private void write(String page, PrintStream out) throws IOException {
        Path file = output.orElseThrow();
        Files.writeString(file, page);
        out.println("Wrote " + file);
    }

    private static void print(List<MergedTrace> traces, PrintStream out) {
        for (int i = 0; i < traces.size(); i++) {
            if (i > 0) {
                out.println();
            }
            TraceTree.print(traces.get(i), out);
        }
    }
}
