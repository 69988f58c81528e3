package dev.effe.tool.invoke;

import dev.effe.server.Server;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.deploy.DeployedFunction;
import java.io.IOException;
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
            "effe invoke <function> [--target <target>] [--alias <alias>|--version <number>] [<options>]",
            "       effe invoke --function <path> [--<setting> <value>]... [<options>]",
            "       effe invoke --app <effe.yaml> <function> [--<setting> <value>]... [<options>]",
            "       effe invoke --url <url> [<options>]"
        },
        description = {
            "Calls a function and prints its answers.",
            "A name alone, or with --target, --alias or --version, is that of a function of effe.yaml which is deployed: it"
                    + " is called there, by AWS's Invoke.",
            "A function of --function is served for the time of the calls, by the settings of a server (effe --help);"
                    + " nobody else reaches it. One of --app is served with those that it calls. An AWS Lambda handler"
                    + " gets the data as its event, any other function as the body of a request.",
            "Exit code: 0 if all calls succeeded, 1 if one has a status from 400 on or is a function error."
        },
        footer = {
            "",
            "Examples:",
            "  effe invoke orders --data @event.json                  the one that is deployed",
            "  effe invoke orders --target aws --alias prod --logs < events.ndjson",
            "  effe invoke --function target/hello.jar --data '{\"name\": \"Ada\"}'",
            "  effe invoke --function target/orders.jar --handler com.acme.Orders --data @event.json --logs",
            "  effe invoke --app effe.yaml orders --data '{\"item\": \"cake\", \"count\": 2}'",
            "  effe invoke --url http://localhost:8080/orders/7 --method GET -i",
            "  effe invoke --function target/hello.jar < events.ndjson   one call for each line"
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
            names = "--target",
            paramLabel = "<target>",
            description = "Call it there: one of effe.yaml's targets; else the only one, else localhost:7070.")
    private Optional<String> target = Optional.empty();

    @Option(
            names = "--alias",
            paramLabel = "<alias>",
            description = "Call what this alias leads to; else the target's alias, else live.")
    private Optional<String> alias = Optional.empty();

    @Option(names = "--version", paramLabel = "<number>", description = "Call this version, or $LATEST.")
    private Optional<String> version = Optional.empty();

    @Option(names = "--async", description = "Have a deployed function called later; print the id of the call.")
    private boolean async;

    @Option(
            names = "--method",
            paramLabel = "<method>",
            description = "The method; POST by default. GET reads no data.")
    private Optional<String> method = Optional.empty();

    @Option(names = "--path", paramLabel = "<path>", description = "Path and query, not with --url; / by default.")
    private Optional<String> path = Optional.empty();

    @Option(
            names = {"-H", "--header"},
            paramLabel = "<name: value>",
            description = "A header of the request; repeatable.")
    private List<String> headers = List.of();

    @Option(
            names = {"-i", "--include"},
            description = "Print status and headers before each answer.")
    private boolean include;

    @Option(
            names = "--logs",
            description =
                    "Print the log on standard error: all of it, not only warnings; its end, of one that is deployed.")
    private boolean logs;

    @Unmatched
    private List<String> settings = new ArrayList<>();

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        boolean named = target.isPresent() || alias.isPresent() || version.isPresent() || async;
        if (named || (url.isEmpty() && DeployedArguments.isOnlyName(settings, environment))) {
            callDeployed(environment, out);
            return;
        }
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
            call(function.uri(server, path.orElse("/")), out);
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
        String verb = method.orElse("POST");
        boolean reads = verb.equals("GET") || verb.equals("HEAD");
        run(new HttpCalls(uri, verb, headers, include, out), !reads);
    }

    private void callDeployed(Map<String, String> environment, PrintStream out) throws IOException {
        refuse("--url", url.isPresent());
        refuse("--method", method.isPresent());
        refuse("--path", path.isPresent());
        refuse("--header", !headers.isEmpty());
        if (async && logs) {
            throw new UsageException("--async excludes --logs: nothing has run yet (effe invoke --help)");
        }
        DeployedArguments arguments = DeployedArguments.of(settings);
        DeployedFunction function =
                DeployedFunction.of(arguments.files(), arguments.function(), target, alias, version, environment);
        run(new DeployedCalls(function, include, logs, async, out), true);
    }

    private static void refuse(String option, boolean given) {
        if (given) {
            throw new UsageException(option + " does not go with a function that is deployed (effe invoke --help)");
        }
    }

    private void run(OneCall call, boolean takesData) throws IOException {
        CallSeries calls = new CallSeries(call);
        if (data.isPresent()) {
            calls.send(Data.of(data.get()));
        } else if (takesData) {
            calls.sendLines(System.in);
        } else {
            calls.send(new byte[0]);
        }
        calls.end();
    }
}
