package dev.effe.server;

import dev.effe.Info;
import dev.effe.Response;
import dev.effe.server.events.EventQueue;
import dev.effe.server.events.EventsRoute;
import dev.effe.server.function.LoadedFunction;
import dev.effe.server.json.Json;
import dev.effe.server.metrics.Meters;
import dev.effe.server.route.PageRoute;
import dev.effe.server.route.PageRoute.Page;
import dev.effe.server.route.PrefixRoute;
import dev.effe.server.route.Route;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The server's own pages: health on the main port, and with it metrics and info on the admin port. Thread-safe. */
final class Pages {

    private final Life life;
    private final LoadedFunction<?> function;

    Pages(Life life, LoadedFunction<?> function) {
        this.life = life;
        this.function = function;
    }

    /** What the main port serves: health below the prefix, and the function everywhere else. */
    Route main(String healthPrefix, Route functionRoute) {
        if (healthPrefix.isEmpty()) {
            return functionRoute;
        }
        return new PrefixRoute(healthPrefix, new PageRoute(Runnable::run, health(healthPrefix)), functionRoute);
    }

    /**
     * What the admin port serves: health under the prefix too, and events if there can be any.
     *
     * @param events null if there can be none
     */
    Route admin(String healthPrefix, Meters meters, Executor workers, @Nullable EventQueue events) {
        Map<String, Page> pages = health("");
        pages.putAll(health(healthPrefix));
        pages.put(
                "/metrics",
                response -> response.header("Content-Type", Meters.CONTENT_TYPE)
                        .send(meters.scrape().getBytes(StandardCharsets.UTF_8)));
        pages.put("/info", this::info);
        Route all = new PageRoute(workers, pages);
        return events == null ? all : new PrefixRoute("/events", new EventsRoute(events, workers), all);
    }

    private Map<String, Page> health(String prefix) {
        Map<String, Page> pages = new LinkedHashMap<>();
        pages.put(prefix + "/livez", this::live);
        pages.put(prefix + "/readyz", this::ready);
        return pages;
    }

    private void live(Response response) {
        if (life.isOver()) {
            answer(response, 503, "stopped");
        } else if (life.isDeadlocked()) {
            answer(response, 503, "deadlocked: the log has the stacks");
        } else if (life.isStarved()) {
            answer(response, 503, "no worker gets to run: functions compute past their deadline");
        } else if (function.pool().isStuck()) {
            answer(
                    response,
                    503,
                    "too many calls do not return " + function.pool().stats());
        } else {
            answer(response, 200, "ok");
        }
    }

    private void ready(Response response) {
        boolean ready = life.isReady();
        answer(response, ready ? 200 : 503, ready ? "ok" : life.isOutOfMemory() ? "out of memory" : stateName());
    }

    private static void answer(Response response, int status, String text) {
        response.status(status).text(text + "\n");
    }

    private String stateName() {
        return life.state().name().toLowerCase(Locale.ROOT);
    }

    private void info(Response response) {
        Info info = function.info();
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("name", info.name());
        page.put("version", info.version());
        page.put("doc", info.doc());
        page.put("function", function.origin());
        page.put("server", Version.TEXT);
        page.put("java", Runtime.version().toString());
        page.put("state", stateName());
        response.header("Content-Type", "application/json").send(Json.write(page));
    }
}
