package dev.effe.tool.routes;

import dev.effe.server.app.AppCheck;
import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.ToolCommand;
import dev.effe.tool.app.AppFiles;
import java.io.PrintStream;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code effe routes}: prints the configuration of a router for an application. */
@Command(
        name = "routes",
        sortOptions = false,
        description = {
            "Prints a router's configuration, made of the routes in effe.yaml.",
            "The router sends each request to the function whose route it matches, and keeps health and calls between"
                    + " functions from clients.",
            "Exit code: 0; 1 if the router cannot tell two functions apart; 2 for a wrong file or argument."
        },
        footer = {
            "",
            "Examples:",
            "  effe routes --haproxy > haproxy.cfg",
            "  effe routes --httproute --host shop.example.com | kubectl apply -f -"
        })
public final class RoutesCommand implements ToolCommand {

    private static final class Router {

        @Option(
                names = "--haproxy",
                description = "For HAProxy 2.6 and later: answers as one process with all functions does.")
        @SuppressWarnings("UnusedVariable") // If it is none of the others, it is this one.
        private boolean haproxy;

        @Option(
                names = "--httproute",
                description = "HTTPRoutes of Kubernetes' Gateway API, which knows path prefixes and methods.")
        private boolean httpRoute;

        @Option(
                names = "--ingress",
                description = "An Ingress of Kubernetes, which knows path prefixes, for HAProxy's controller.")
        private boolean ingress;
    }

    @ArgGroup(multiplicity = "1")
    private Router router = new Router();

    @Option(
            names = "--host",
            paramLabel = "<name>",
            description = "The host of requests, in HTTPRoutes and Ingress; any without it.")
    private String host = "";

    @Option(
            names = "--gateway",
            paramLabel = "<name>",
            description = "The Gateway of HTTPRoutes, as namespace/name; gateway/gateway by default.")
    private String gateway = "gateway/gateway";

    @Mixin
    private AppFiles asked;

    @Override
    public void run(Map<String, String> environment, PrintStream out) throws ToolException {
        AppRoutes routes = read(out);
        if (router.httpRoute) {
            out.print(HttpRouteFile.of(routes, host, gateway));
        } else if (router.ingress) {
            out.print(IngressFile.of(routes, host));
        } else {
            out.print(HaproxyFile.of(routes));
        }
    }

    private AppRoutes read(PrintStream out) {
        AppCheck check = AppCheck.ofFiles(asked.files());
        String named = asked.text();
        check.errors().forEach(out::println);
        AppRoutes routes = check.application()
                .map(AppRoutes::of)
                .orElseThrow(() -> new UsageException(named + " has errors: effe check says the same"));
        if (routes.routes().isEmpty()) {
            throw new UsageException(named + " has no routes: functions.NAME.routes names them, as GET /orders/{id}");
        }
        return routes;
    }
}
