package dev.effe.tool.deploy.plan;

import dev.effe.server.app.FunctionEntry;
import dev.effe.tool.remote.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Names what a file says of a function and a place cannot do. Stateless. */
final class LeftOut {

    private static final Set<String> ON_HOSTS = Set.of("timeout", "max-contexts");
    private static final Set<String> ON_AWS = Set.of("timeout");

    private LeftOut() {}

    /** A line for each key, such as {@code functions.orders.triggers: nothing there runs it by itself}. */
    static List<String> of(FunctionEntry function, Endpoint place, Runs runs) {
        String where = place.host() ? "a host" : "AWS";
        List<String> lines = new ArrayList<>();
        boolean routed = !function.links().routes().isEmpty();
        add(lines, function, "routes", routed && url(function), where + " has no routes; its URL takes all paths");
        add(lines, function, "routes", routed && !url(function), where + " has no routes: set url: {} for a URL");
        add(
                lines,
                function,
                "calls",
                !runs.isLogic() && !function.links().calls().isEmpty(),
                "a handler can call no function");
        add(lines, function, "appends", !function.links().appends().isEmpty(), where + " has no topics");
        add(lines, function, "triggers", !function.links().triggers().isEmpty(), "nothing there runs it by itself");
        boolean unread = !runs.isLogic() && !function.values().set().isEmpty();
        add(lines, function, "set", unread, "a handler reads its environment only");
        Set<String> known = place.host() ? ON_HOSTS : ON_AWS;
        function.values().settings().keySet().stream()
                .filter(setting -> !known.contains(setting))
                .forEach(setting -> add(lines, function, "settings." + setting, true, where + " has its own"));
        return lines;
    }

    private static boolean url(FunctionEntry function) {
        return function.deployment().url().isPresent();
    }

    private static void add(List<String> lines, FunctionEntry function, String key, boolean there, String reason) {
        if (there) {
            lines.add("functions." + function.name() + "." + key + ": " + reason);
        }
    }
}
