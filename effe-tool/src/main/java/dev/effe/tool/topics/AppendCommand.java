package dev.effe.tool.topics;

import dev.effe.server.json.Json;
import dev.effe.server.json.JsonText;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.admin.AdminClient;
import dev.effe.tool.admin.AdminPort;
import dev.effe.tool.invoke.Data;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code effe append}: appends an event to a topic. */
@Command(
        name = "append",
        sortOptions = false,
        description = {
            "Appends an event to a topic.",
            "For operators and tests; functions append by request.topics().",
            "Exit code: 0 once the event is on the disk; 1 if it is not; 2 if the data is no JSON."
        },
        footer = {
            "",
            "Examples:",
            "  effe append placed --key tea --data '{\"item\": \"tea\", \"count\": 2}'",
            "  effe append placed --key tea --data @order.json --id order-4711"
        })
public final class AppendCommand implements ToolCommand {

    @Mixin
    private AdminPort admin;

    @Parameters(paramLabel = "<topic>", description = "The topic.")
    private String topic;

    @Option(names = "--data", required = true, paramLabel = "<json|@file>", description = "The payload, which is JSON.")
    private String data;

    @Option(names = "--key", paramLabel = "<key>", description = "The key; none by default, so that there is no order.")
    private Optional<String> key = Optional.empty();

    @Option(
            names = "--id",
            paramLabel = "<id>",
            description = "An id of its own: a second event with it within 7 days is left out.")
    private Optional<String> id = Optional.empty();

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        byte[] payload = Data.of(data);
        String problem = JsonText.problem(payload);
        if (problem != null) {
            throw new UsageException("--data must be JSON, such as '{\"item\": \"tea\"}' or '\"tea\"': "
                    + problem.lines().findFirst().orElse(""));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        key.ifPresent(given -> body.put("key", given));
        id.ifPresent(given -> body.put("id", given));
        body.put("payload", JsonText.embed(payload));
        admin.send("POST", "/topics/" + AdminClient.escaped(topic), Json.write(body));
        out.println("Appended to " + topic);
    }
}
