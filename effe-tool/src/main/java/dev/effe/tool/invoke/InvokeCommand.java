package dev.effe.tool.invoke;

import dev.effe.server.Server;
import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** The command {@code effe invoke}: calls a function, once or for each line of standard input, and prints its answers. */
@Command(
        name = "invoke",
        sortOptions = false,
        customSynopsis = {
            "effe invoke --function <path> [--<setting> <value>]... [<options>]",
            "       effe invoke --app <effe.yaml> <function> [--<setting> <value>]... [<options>]",
            "       effe invoke --url <url> [<options>]"
        },
        description = {
            "Calls a function and prints its answers.",
            "A function of --function is served for the time of the calls, by the settings of a server (effe --help);"
                    + " nobody else reaches it. One of --app is served with those that it calls. An AWS Lambda handler"
                    + " gets the data as its event, any other function as the body of a request.",
            "Exit code: 0 if all calls succeeded, 1 if one has a status from 400 on or is a function error."
        },
        footer = {
            "",
            "Examples:",
            "  effe invoke --function target/hello.jar --data '{\"name\": \"Ada\"}'",
            "  effe invoke --function target/orders.jar --handler com.acme.Orders --data @event.json --logs",
            "  effe invoke --app effe.yaml orders --data '{\"item\": \"cake\", \"count\": 2}'",
            "  effe invoke --url http://localhost:8080/orders/7 --method GET -i",
            "  effe invoke --function target/hello.jar < events.jsonl    one call for each line"
        })
public final class InvokeCommand implements ToolCommand {

    @Option(names = "--url", paramLabel = "<url>", description = "Call the server that is there.")
    private Optional<String> url = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "<text|@file>",
            description = "The event, or the body; without it each line of standard input is one.")
    private Optional<String> data = Optional.empty();

    @Option(
            names = "--method",
            paramLabel = "<method>",
            description = "The method; POST by default. GET reads no data.")
    private String method = "POST";

    @Option(names = "--path", paramLabel = "<path>", description = "Path and query, not with --url; / by default.")
    private String path = "/";

    @Option(
            names = {"-H", "--header"},
            paramLabel = "<name: value>",
            description = "A header of the request; repeatable.")
    private List<String> headers = List.of();

    @Option(
            names = {"-i", "--include"},
            description = "Print status and headers before each answer.")
    private boolean include;

    @Option(names = "--logs", description = "Print the log on standard error: all of it, not only warnings.")
    private boolean logs;

    @Unmatched
    private List<String> settings = new ArrayList<>();

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        if (url.isPresent()) {
            if (!settings.isEmpty()) {
                throw new UsageException(settings.get(0) + " does not go with --url (effe invoke --help)");
            }
            call(address(url.get()), out);
            return;
        }
        // Standard output is for answers.
        PrintStream standard = System.out;
        System.setOut(System.err);
        LocalFunction function = new LocalFunction(settings, logs ? "info" : "warn", environment);
        try (Server server = function.start()) {
            call(function.uri(server, path), out);
        } finally {
            System.setOut(standard);
        }
    }

    private static URI address(String text) {
        try {
            URI uri = new URI(text);
            if (List.of("http", "https").contains(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // As below.
        }
        throw new UsageException("--url must be a URL, such as http://localhost:8080/orders, but was " + text);
    }

    private void call(URI uri, PrintStream out) throws IOException {
        Calls calls = new Calls(uri, method, headers, include, out);
        if (data.isPresent()) {
            calls.send(Data.of(data.get()));
        } else if (method.equals("GET") || method.equals("HEAD")) {
            calls.send(new byte[0]);
        } else {
            eachLine(calls, System.in);
        }
        if (calls.failed() > 0) {
            throw new ToolException(calls.failed() + " of " + calls.sent() + " calls failed");
        }
    }

    private static void eachLine(Calls calls, InputStream in) throws IOException {
        if (in.available() == 0) {
            System.err.println("effe: reading standard input, a call for each line (--data gives one)");
        }
        for (byte[] line = Data.line(in); line != null; line = Data.line(in)) {
            calls.send(line);
        }
    }
}
