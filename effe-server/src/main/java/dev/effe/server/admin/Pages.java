package dev.effe.server.admin;

import dev.effe.Info;
import dev.effe.Response;
import dev.effe.server.access.AdminGuard;
import dev.effe.server.access.BrowserGuard;
import dev.effe.server.access.TokenFile;
import dev.effe.server.admin.PageRoute.Page;
import dev.effe.server.cli.Settings;
import dev.effe.server.events.EventQueue;
import dev.effe.server.function.LoadedFunction;
import dev.effe.server.health.Health;
import dev.effe.server.health.Life;
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
import org.jspecify.annotations.Nullable;

/** The server's own pages: health on the main port, and with it metrics and info on the admin port. Thread-safe. */
public final class Pages {

    private final Life life;
    private final Health health;
    private final LoadedFunction<?> function;
    private final String version;

    /** @param version the server's, for its info */
    public Pages(Life life, Health health, LoadedFunction<?> function, String version) {
        this.life = life;
        this.health = health;
        this.function = function;
        this.version = version;
    }

    /** The pages of the main port: health below the prefix, and the function everywhere else. */
    public Route main(String healthPrefix, Route functionRoute) {
        if (healthPrefix.isEmpty()) {
            return functionRoute;
        }
        return new PrefixRoute(healthPrefix, new PageRoute(Runnable::run, health(healthPrefix)), functionRoute);
    }

    /**
     * The pages of the admin port: health under the prefix too, and events if there can be any.
     *
     * @param events null if there can be none
     */
    public Route admin(Settings settings, Meters meters, Executor workers, @Nullable EventQueue events) {
        List<String> names = new ArrayList<>(settings.admin().hosts());
        names.add(settings.admin().host());
        AdminGuard guard = new AdminGuard(
                new BrowserGuard(names, "admin-hosts"),
                settings.admin().tokenFile().map(TokenFile::new));
        Map<String, Page> pages = health("");
        pages.putAll(health(settings.listening().healthPrefix()));
        pages.put(
                "/metrics",
                response -> response.header("Content-Type", Meters.CONTENT_TYPE)
                        .send(meters.scrape().getBytes(StandardCharsets.UTF_8)));
        pages.put("/info", this::info);
        Route route = events == null
                ? new PageRoute(workers, pages)
                : new PrefixRoute(
                        EventsRoute.PATH,
                        new EventsRoute(events, guard, workers),
                        new PageRoute(workers, pages, EventsRoute.PATH));
        return guard.before(route);
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
        page.put("server", version);
        page.put("java", Runtime.version().toString());
        page.put("state", stateName());
        response.header("Content-Type", "application/json").send(Json.write(page));
    }
}
