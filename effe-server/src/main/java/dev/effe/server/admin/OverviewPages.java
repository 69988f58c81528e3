package dev.effe.server.admin;

import dev.effe.Response;
import dev.effe.server.admin.page.OverviewHtml;
import dev.effe.server.events.EventStats;
import dev.effe.server.json.Json;
import dev.effe.server.overview.FunctionView;
import dev.effe.server.overview.Sample;
import dev.effe.server.topics.TopicOperations;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The page for people, and the same figures as JSON, which {@code effe top} shows. May block: asks the store of topics. */
final class OverviewPages {

    private final OperatorViews views;
    private final Supplier<Map<String, Object>> process;
    private final boolean open;

    /**
     * Makes them.
     *
     * @param process the fields that are of no function: name, server, java, state, live, ready, why
     * @param open whether a browser on this machine may see traces, since that needs no token
     */
    OverviewPages(OperatorViews views, Supplier<Map<String, Object>> process, boolean open) {
        this.open = open;
        this.views = views;
        this.process = process;
    }

    void json(Response response) {
        response.header("Content-Type", "application/json").send(Json.write(fields()));
    }

    void html(Response response) {
        Map<String, Object> fields = fields();
        List<Sample> samples = views.overview().samples();
        boolean linked = views.traces() != null && open;
        html(
                response,
                OverviewHtml.of(fields, samples, views.settings().get().lines().toList(), linked));
    }

    /** Sends a page under the policy that it is made for. */
    static void html(Response response, String page) {
        response.header("Content-Security-Policy", OverviewHtml.policy());
        response.header("X-Content-Type-Options", "nosniff");
        response.header("Referrer-Policy", "no-referrer");
        response.header("Content-Type", "text/html; charset=utf-8").send(page.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, Object> fields() {
        List<FunctionView> functions = views.functions().get();
        views.overview().sample(functions);
        Map<String, Object> page = new LinkedHashMap<>(process.get());
        Duration up = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        page.put("now", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        page.put("uptimeSeconds", up.toSeconds());
        page.put("functions", functions.stream().map(FunctionView::fields).toList());
        page.putAll(views.overview().fields());
        if (!views.events().isEmpty()) {
            page.put("events", events());
        }
        TopicOperations topics = views.topics();
        if (topics != null) {
            new TopicPages(topics).addTo(page);
        }
        return page;
    }

    private List<Object> events() {
        List<Object> events = new ArrayList<>();
        views.events().forEach((function, queue) -> {
            EventStats stats = queue.stats();
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("function", function);
            fields.put("pending", stats.pending());
            fields.put("running", stats.running());
            fields.put("failed", stats.failed());
            events.add(fields);
        });
        return events;
    }
}
