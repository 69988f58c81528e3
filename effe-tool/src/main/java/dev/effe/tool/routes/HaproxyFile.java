package dev.effe.tool.routes;

import dev.effe.server.app.FunctionEntry;
import dev.effe.server.route.pattern.RoutePattern;
import dev.effe.server.route.pattern.Routed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A configuration of HAProxy's (2.6 and later) that answers as one process with all functions does. */
final class HaproxyFile {

    private static final String NOT_FOUND =
            "http-request return status 404 content-type application/problem+json string"
                    + " '{\"type\":\"urn:effe:error:status\",\"title\":\"Not Found\",\"status\":404,"
                    + "\"detail\":\"No route has this path\"}'";

    private final AppRoutes routes;
    private final List<String> lines = new ArrayList<>();

    private HaproxyFile(AppRoutes routes) {
        this.routes = routes;
    }

    static String of(AppRoutes routes) {
        HaproxyFile file = new HaproxyFile(routes);
        file.frontend();
        routes.functions().forEach(function -> file.lines.addAll(HaproxyServers.of(routes, function)));
        file.noRoute();
        return HaproxyServers.head(routes) + String.join("\n", file.lines) + "\n";
    }

    private void add(String line) {
        lines.add(line.isEmpty() ? "" : "    " + line);
    }

    private void frontend() {
        lines.add("frontend routes_of_" + routes.application().name());
        add("bind \"${BIND-:8000}\"");
        add("");
        add(
                "# The path, decoded. An escaped slash becomes a byte that no path has, so that it stays data of its segment.");
        add("http-request set-var(txn.path) 'path,regsub(\"%(2[fF]|0[aA])\",\"%01\",g),url_dec'");
        add("http-request return status 400 if !{ var(txn.path) -m found } !{ url -m str * }");
        add("");
        add("# Health and calls between functions are not for clients.");
        for (String prefix : privatePrefixes()) {
            add(NOT_FOUND + " if { var(txn.path) -m str " + prefix + " }");
            add(NOT_FOUND + " if { var(txn.path) -m beg " + prefix + "/ }");
        }
        if (routes.isOn("lambda-api")) {
            add("# Nor is the Lambda API: it is told whatever a caller says of himself.");
            add(NOT_FOUND + " if { var(txn.path) -m reg '^/20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]/functions(/|$)' }");
        }
        add("# A segment that is a dot or two is no route's.");
        add(NOT_FOUND + " if { var(txn.path) -m reg '(^|/)\\.\\.?(/|$)' }");
        add("");
        preflights();
        add("# Of two routes that match, the more specific comes first.");
        routes.routes().forEach(this::route);
        add("default_backend no_route");
    }

    private Set<String> privatePrefixes() {
        Set<String> prefixes = new TreeSet<>(Set.of("/_effe"));
        if (!routes.healthPrefix().isEmpty()) {
            prefixes.add(routes.healthPrefix());
        }
        return prefixes;
    }

    /** The functions answer preflights, before they look at routes: any that does. */
    private void preflights() {
        boolean cors = !routes.setting("cors-allow-origins").orElse("").isEmpty();
        routes.functions().stream()
                .filter(function -> cors || answersBrowsers(function))
                .findFirst()
                .ifPresent(function -> {
                    add("# What a browser asks before it sends a request.");
                    add("use_backend " + function.name() + " if { method OPTIONS } { req.hdr(origin) -m found }"
                            + " { req.hdr(access-control-request-method) -m found }");
                    add("");
                });
    }

    private static boolean answersBrowsers(FunctionEntry function) {
        boolean off = function.values().settings().values().stream()
                .anyMatch(setting -> setting.name().equals("answer-browsers")
                        && setting.text().equals("off"));
        return function.program().handler().isPresent() && !off;
    }

    private void route(Routed<String> route) {
        RoutePattern pattern = route.pattern();
        String method = switch (pattern.method()) {
            case RoutePattern.ANY -> "";
            case "GET" -> " { method GET HEAD }";
            default -> " { method " + word(pattern.method()) + " }";
        };
        add("use_backend " + route.target() + " if " + HaproxyPath.condition(pattern) + method + " # " + pattern);
    }

    private static String word(String method) {
        return method.matches("[A-Z]+") ? method : "'" + method + "'";
    }

    /** Collects in txn.allow the methods of all routes that have the path. */
    private void noRoute() {
        lines.add("");
        lines.add("# Says of a path that has routes which methods they have.");
        lines.add("backend no_route");
        List<String> methods = routes.methods();
        for (Routed<String> route : routes.routes()) {
            int index = methods.indexOf(route.pattern().method());
            if (index >= 0) { // A route for all methods has taken the request.
                add("http-request set-var(txn.m" + index + ") bool(true) if " + HaproxyPath.condition(route.pattern())
                        + " # " + route.pattern());
            }
        }
        add("");
        Set<String> allowed = new TreeSet<>(methods);
        allowed.addAll(Set.of("HEAD", "OPTIONS"));
        for (String method : allowed) {
            String condition = condition(methods, method);
            if (!condition.isEmpty()) {
                add("http-request set-var-fmt(txn.allow) \"%[var(txn.allow)], " + method + "\" if " + condition);
            }
        }
        String allow = "hdr Allow \"%[var(txn.allow),bytes(2)]\"";
        String all = String.join(", ", routes.table().methods());
        add("http-request return status 204 hdr Allow \"" + all + "\" if { method OPTIONS } { url -m str * }");
        add(NOT_FOUND + " if !{ var(txn.allow) -m found }");
        add("http-request return status 204 " + allow + " if { method OPTIONS }");
        add("http-request return status 405 " + allow + " content-type application/problem+json lf-string"
                + " '{\"type\":\"urn:effe:error:status\",\"title\":\"Method Not Allowed\",\"status\":405,"
                + "\"detail\":\"This path is served for %[var(txn.allow),bytes(2)]\"}'");
    }

    /** When a method is allowed; empty if it never is. */
    private static String condition(List<String> methods, String method) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < methods.size(); i++) {
            String known = methods.get(i);
            boolean serves = known.equals(method) || method.equals("OPTIONS");
            if (serves || (method.equals("HEAD") && known.equals("GET"))) {
                found.add("{ var(txn.m" + i + ") -m found }");
            }
        }
        return String.join(" || ", found);
    }
}
