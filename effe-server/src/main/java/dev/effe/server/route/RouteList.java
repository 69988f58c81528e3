package dev.effe.server.route;

import dev.effe.server.route.pattern.RoutePattern;
import dev.effe.server.route.pattern.RouteTable;
import dev.effe.server.route.pattern.Routed;
import dev.effe.server.settings.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Routes of one function, in lines or with commas between them, of which no two conflict. */
public record RouteList() implements ValueType<List<RoutePattern>> {

    /** @throws IllegalArgumentException if one is no route, or two conflict; the message says which and why */
    @Override
    public List<RoutePattern> parse(String text) {
        if (text.isBlank()) {
            return List.of();
        }
        List<Routed<String>> routes = new ArrayList<>();
        for (String part : text.strip().split("\\s*(,|\\R)\\s*", -1)) {
            routes.add(new Routed<>(RoutePattern.parse(part), part));
        }
        RouteTable.of(routes);
        return routes.stream().map(Routed::pattern).toList();
    }

    @Override
    public String allowed() {
        return "empty or routes";
    }

    @Override
    public String form() {
        return "written like GET /orders/{id},POST /orders";
    }

    @Override
    public String placeholder() {
        return "<route>";
    }
}
