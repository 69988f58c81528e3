package dev.effe.tool.explore;

import dev.effe.server.app.AppCheck;
import dev.effe.server.app.Application;
import dev.effe.server.cli.ToolException;
import dev.effe.server.threads.ServerThreads;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.deploy.DeployedFunction;
import dev.effe.tool.deploy.Rehearsal;
import dev.effe.tool.host.ThrowAwayHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code effe explore}: deploys functions to a host that is there for them alone. */
@Command(
        name = "explore",
        sortOptions = false,
        description = {
            "Tries the functions of effe.yaml on a host that is thrown away.",
            "Starts a host on a free port of this machine, deploys the functions to it, and prints how each is called. The"
                    + " JSON files beside effe.yaml and in its folder events are samples: on the terminal, their numbers"
                    + " send them. Ctrl-C, or SIGTERM, ends all of it and leaves nothing behind.",
            "Exit code: 0, or 1 if no function can be deployed."
        },
        footer = {
            "",
            "Examples:",
            "  effe explore",
            "  effe explore orders 'stock-*' --port 7171",
            "  effe explore --app effe.yaml --app effe.test.yaml"
        })
public final class ExploreCommand implements ToolCommand {

    @Option(
            names = "--app",
            paramLabel = "<effe.yaml>",
            defaultValue = "effe.yaml",
            description =
                    "The application's file, effe.yaml by default; repeatable: later files are laid over earlier ones.")
    private List<Path> files;

    @Option(names = "--port", paramLabel = "<port>", description = "TCP port of the host; a free one by default.")
    private String port = "0";

    @Parameters(
            arity = "0..*",
            paramLabel = "<function>",
            description = "Functions of effe.yaml, or patterns such as 'stock-*'; all if none is named.")
    private List<String> functions = List.of();

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws IOException {
        Application application = AppCheck.ofFiles(files).orThrow();
        Samples samples = Samples.beside(files.get(0).resolveSibling(""));
        try {
            ThrowAwayHost host = ThrowAwayHost.start(port, environment);
            try {
                Map<String, DeployedFunction> deployed =
                        new Rehearsal(application, functions, host.address(), environment, out).run();
                deployed.forEach((name, function) -> print(name, function, host.address(), out));
                Trials trials = new Trials(deployed, samples, out);
                trials.list();
                out.println("Exploring on " + host.address() + ". Ctrl-C ends it and removes all of it");
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
                ServerThreads.replaceable("effe-explore", () -> trials.read(in)).start();
            } catch (IOException | RuntimeException | Error e) {
                host.remove();
                throw e;
            }
            host.serveToTheEnd();
        } catch (NoClassDefFoundError e) {
            throw new ToolException(
                    "The host is in effe-host.jar, which is not beside effe.jar. A distribution has both");
        }
    }

    private static void print(String name, DeployedFunction function, URI host, PrintStream out) {
        out.println(name + ":");
        out.println("  curl -d '{}' '" + host + "/2015-03-31/functions/" + function.name() + ":" + function.qualifier()
                + "/invocations'");
    }
}
