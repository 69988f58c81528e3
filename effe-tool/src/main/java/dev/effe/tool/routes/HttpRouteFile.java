package dev.effe.tool.routes;

import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** HTTPRoutes of Kubernetes' Gateway API: one for each function, or several if it has many routes. */
final class HttpRouteFile {

    /** The most matches of a rule, as the first version of the API has it; a route has 128. */
    private static final int MOST_MATCHES = 8;

    private static final int MOST_RULES = 16;

    private static final String HEAD = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata:
              name: NAME
              labels:
                app.kubernetes.io/part-of: APP
            spec:
              parentRefs:
                - name: GATEWAY
                  namespace: NAMESPACE
            """;

    private final AppRoutes routes;
    private final String host;
    private final String[] gateway;
    private final StringBuilder text = new StringBuilder();

    private HttpRouteFile(AppRoutes routes, String host, String gateway) {
        this.routes = routes;
        this.host = host;
        this.gateway = gateway.split("/", -1);
        if (this.gateway.length != 2 || !gateway.matches("[a-z0-9.-]+/[a-z0-9.-]+")) {
            throw new UsageException("--gateway must be namespace/name, but was '" + gateway + "'");
        }
    }

    /**
     * Makes them.
     *
     * @param host of the requests; "" for any
     * @param gateway its namespace and name
     */
    static String of(AppRoutes routes, String host, String gateway) throws ToolException {
        HttpRouteFile file = new HttpRouteFile(routes, host, gateway);
        Map<String, List<PathMatch>> byFunction = new LinkedHashMap<>();
        for (PathMatch match : PathMatches.of(routes, "HTTPRoute", true)) {
            byFunction
                    .computeIfAbsent(match.function(), unknown -> new ArrayList<>())
                    .add(match);
        }
        byFunction.forEach(file::function);
        file.nothing();
        return file.text.toString();
    }

    private void function(String function, List<PathMatch> matches) {
        List<List<PathMatch>> rules = parts(matches, MOST_MATCHES);
        int number = 0;
        for (List<List<PathMatch>> part : parts(rules, MOST_RULES)) {
            number++;
            head(routes.application().name() + "-" + function + (number == 1 ? "" : "-" + number));
            for (List<PathMatch> rule : part) {
                line("    - backendRefs:");
                line("        - name: " + function);
                line("          port: 80");
                line("      matches:");
                rule.forEach(this::match);
            }
            line("---");
        }
    }

    private static <T> List<List<T>> parts(List<T> all, int most) {
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += most) {
            parts.add(all.subList(from, Math.min(all.size(), from + most)));
        }
        return parts;
    }

    private void head(String name) {
        text.append(HEAD.replace("NAMESPACE", gateway[0])
                .replace("GATEWAY", gateway[1])
                .replace("NAME", name)
                .replace("APP", routes.application().name()));
        if (!host.isEmpty()) {
            line("  hostnames:");
            line("    - \"" + host + "\"");
        }
        line("  rules:");
    }

    private void match(PathMatch match) {
        line("        - path: # " + match.route().pattern());
        line("            type: " + (match.exact() ? "Exact" : "PathPrefix"));
        line("            value: \"" + match.path() + "\"");
        if (match.method() != null) {
            line("          method: " + match.method());
        }
    }

    /** Without a backend a Gateway answers with an error; a longer prefix than that of any route counts. */
    private void nothing() {
        line("# Health and calls between functions are not for clients.");
        head(routes.application().name());
        line("    - matches:");
        line("        - path:");
        line("            type: PathPrefix");
        line("            value: /_effe");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
