package dev.effe.tool.dev;

import dev.effe.server.app.AppCheck;
import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.Mention;
import dev.effe.server.cli.Command;
import dev.effe.server.route.pattern.RoutePattern;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command lines that call each route, for a developer to copy. Stateless. */
final class CurlLines {

    private static final int MOST = 20;

    private CurlLines() {}

    /**
     * The lines of an application, or of one function.
     *
     * @param apps the files of an application; none for one function
     * @param url of the server, without a slash at its end
     */
    static List<String> of(Command command, List<Path> apps, String url) {
        List<RoutePattern> routes =
                apps.isEmpty() ? command.settings().function().routes() : routes(apps);
        if (routes.isEmpty() && apps.isEmpty()) {
            return List.of("curl " + url + "/");
        }
        List<String> lines = new ArrayList<>();
        routes.stream().limit(MOST).forEach(route -> lines.add(line(route, url)));
        if (routes.size() > MOST) {
            lines.add("and " + (routes.size() - MOST) + " more routes (effe check)");
        }
        return lines;
    }

    private static List<RoutePattern> routes(List<Path> apps) {
        Optional<Application> application = AppCheck.ofFiles(apps).application();
        List<RoutePattern> routes = new ArrayList<>();
        application.ifPresent(app -> {
            for (FunctionEntry function : app.functions().values()) {
                for (Mention route : function.links().routes()) {
                    routes.add(RoutePattern.parse(route.text()));
                }
            }
        });
        return routes;
    }

    private static String line(RoutePattern route, String url) {
        String target = url + route.path().replaceAll("\\{[^}]*}", "1");
        String quoted = target.matches("[A-Za-z0-9:/._~-]*") ? target : "'" + target.replace("'", "%27") + "'";
        return switch (route.method()) {
            case "GET", RoutePattern.ANY -> "curl " + quoted;
            case "HEAD" -> "curl -I " + quoted;
            case "POST", "PUT", "PATCH" ->
                "curl" + (route.method().equals("POST") ? "" : " -X " + route.method())
                        + " -H 'Content-Type: application/json' -d '{}' " + quoted;
            default -> "curl -X " + route.method() + " " + quoted;
        };
    }
}
