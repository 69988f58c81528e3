package dev.effe.server.admin;

import dev.effe.Info;
import dev.effe.Response;
import dev.effe.server.access.AdminGuard;
import dev.effe.server.access.BrowserGuard;
import dev.effe.server.access.TokenFile;
import dev.effe.server.admin.PageRoute.Page;
import dev.effe.server.events.EventQueue;
import dev.effe.server.function.LoadedFunction;
import dev.effe.server.health.Health;
import dev.effe.server.health.Life;
import dev.effe.server.health.ServerState;
import dev.effe.server.json.Json;
import dev.effe.server.metrics.Meters;
import dev.effe.server.route.PrefixRoute;
import dev.effe.server.route.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** The server's own pages: health on the main port, and with it metrics and info on the admin port. Thread-safe. */
public final class Pages {

    /** Where topics are on the admin port. */
    static final String TOPICS = "/topics";
    /** Where replays of topics are on the admin port. */
    static final String REPLAYS = "/replays";
    /** Where traces are on the admin port. */
    static final String TRACES = "/traces";

    private final Life life;
    private final Health health;
    private final Map<String, LoadedFunction<?>> functions;
    private final String version;

    /**
     * Makes them.
     *
     * @param functions those that are served, by name; "" is the name of the only one
     * @param version the server's, for its info
     */
    public Pages(Life life, Health health, Map<String, LoadedFunction<?>> functions, String version) {
        this.life = life;
        this.health = health;
        this.functions = new LinkedHashMap<>(functions);
        this.version = version;
    }

    /** The pages of the main port: health below the prefix, and the function everywhere else. */
    public Route main(String healthPrefix, Route functionRoute) {
        if (healthPrefix.isEmpty()) {
            return functionRoute;
        }
        return new PrefixRoute(healthPrefix, new PageRoute(Runnable::run, health(healthPrefix)), functionRoute);
    }

    /** Makes a part of the admin port. */
    @FunctionalInterface
    public interface Part {

        /**
         * Makes it.
         *
         * @param guard decides who may change something or see a payload
         */
        Route route(AdminGuard guard, Executor workers);
    }

    /**
     * The pages of the admin port: health under the prefix too, events if there can be any, and topics.
     *
     * @param healthPrefix the main port's
     */
    public Route admin(
            AdminSettings settings, String healthPrefix, Meters meters, Executor workers, OperatorViews views) {
        Map<String, EventQueue> events = views.events();
        Part topics = views.topicPages();
        Part traces = views.traces();
        List<String> names = new ArrayList<>(settings.hosts());
        names.add(settings.host());
        AdminGuard guard = new AdminGuard(
                new BrowserGuard(names, "admin-hosts"), settings.tokenFile().map(TokenFile::new));
        Map<String, Page> pages = health("");
        pages.putAll(health(healthPrefix));
        pages.put(
                "/metrics",
                response -> response.header("Content-Type", Meters.CONTENT_TYPE)
                        .send(meters.scrape().getBytes(StandardCharsets.UTF_8)));
        pages.put("/info", this::info);
        OverviewPages overview =
                new OverviewPages(views, this::process, settings.tokenFile().isEmpty());
        pages.put("/", overview::html);
        pages.put("/overview", overview::json);
        Route route = new PageRoute(workers, pages, others(views));
        route = new PrefixRoute(LogLevelRoute.PATH, new LogLevelRoute(guard, workers), route);
        Route diagnosis = new DiagnosisRoute(views.calls(), this::isRunning, guard, workers);
        for (String path : DiagnosisRoute.PATHS) {
            route = new PrefixRoute(path, diagnosis, route);
        }
        if (!events.isEmpty()) {
            route = new PrefixRoute(EventsRoute.PATH, new EventsRoute(events, guard, workers), route);
        }
        if (topics != null) {
            Route ofTopics = topics.route(guard, workers);
            route = new PrefixRoute(REPLAYS, ofTopics, new PrefixRoute(TOPICS, ofTopics, route));
        }
        if (traces != null) {
            route = new PrefixRoute(TRACES, traces.route(guard, workers), route);
        }
        return guard.before(route);
    }

    /** The places of pages that have routes of their own. */
    private static String[] others(OperatorViews views) {
        List<String> others = new ArrayList<>(DiagnosisRoute.PATHS);
        others.add(LogLevelRoute.PATH);
        if (!views.events().isEmpty()) {
            others.add(EventsRoute.PATH);
        }
        if (views.topicPages() != null) {
            others.add(TOPICS);
            others.add(REPLAYS);
        }
        if (views.traces() != null) {
            others.add(TRACES);
        }
        return others.toArray(String[]::new);
    }

    private Map<String, Page> health(String prefix) {
        Map<String, Page> pages = new LinkedHashMap<>();
        pages.put(prefix + "/livez", this::live);
        pages.put(prefix + "/readyz", this::ready);
        return pages;
    }

    private void live(Response response) {
        answer(response, health.notLive());
    }

    private void ready(Response response) {
        answer(response, health.notReady());
    }

    private static void answer(Response response, Optional<String> ailment) {
        response.status(ailment.isEmpty() ? 200 : 503).text(ailment.orElse("ok") + "\n");
    }

    private boolean isRunning() {
        return life.state() == ServerState.RUNNING;
    }

    private String stateName() {
        return life.state().name().toLowerCase(Locale.ROOT);
    }

    private void info(Response response) {
        LoadedFunction<?> only = functions.get("");
        Map<String, Object> page = new LinkedHashMap<>();
        if (only != null) {
            page.putAll(info(only));
        } else {
            Map<String, Object> each = new LinkedHashMap<>();
            functions.forEach((name, function) -> each.put(name, info(function)));
            page.put("functions", each);
        }
        page.put("server", version);
        page.put("java", Runtime.version().toString());
        page.put("state", stateName());
        response.header("Content-Type", "application/json").send(Json.write(page));
    }

    /** The parts of the overview that belong to no function in particular. */
    private Map<String, Object> process() {
        Map<String, Object> fields = new LinkedHashMap<>();
        LoadedFunction<?> only = functions.get("");
        fields.put(
                "name",
                only == null
                        ? String.join(", ", functions.keySet())
                        : only.info().name());
        fields.put("server", version);
        fields.put("java", Runtime.version().toString());
        fields.put("state", stateName());
        fields.put("live", health.notLive().isEmpty());
        fields.put("ready", health.notReady().isEmpty());
        fields.put("why", health.notReady().orElse(""));
        return fields;
    }

    private static Map<String, Object> info(LoadedFunction<?> function) {
        Info info = function.info();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", info.name());
        fields.put("version", info.version());
        fields.put("doc", info.doc());
        fields.put("function", function.origin());
        return fields;
    }
}
