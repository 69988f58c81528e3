package dev.effe.server.admin;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.access.AdminGuard;
import dev.effe.server.admin.page.TraceHtml;
import dev.effe.server.trace.TraceQuery;
import dev.effe.server.trace.TraceStore;
import dev.effe.server.trace.TraceView;
import dev.effe.spi.trace.SpanRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The page {@code /traces}: those that this process has kept, for those whom the guard admits. {@code id}, {@code
 * function}, {@code failed}, {@code slowest}, {@code since} (seconds) and {@code most} choose among them. JSON, or HTML for
 * browsers. Thread-safe.
 */
public final class TracesRoute extends JsonPageRoute {

    /** Beyond it an answer gets no further trace. */
    private static final int MOST_SPANS = 20_000;

    private static final int USUAL = 10;
    private static final long MOST_SECONDS = Duration.ofDays(365).toSeconds();

    private final TraceStore store;
    private final AdminGuard guard;

    public TracesRoute(TraceStore store, AdminGuard guard, Executor workers) {
        super(workers);
        this.store = store;
        this.guard = guard;
    }

    @Override
    Object page(Request request, Response response) {
        TopicsRoute.only(request, response, "GET");
        guard.admit(request, response);
        if (!request.path().equals(Pages.TRACES)) {
            throw new StatusException(404, "No such page; there is " + Pages.TRACES);
        }
        List<Object> traces = new ArrayList<>();
        int spans = 0;
        for (TraceView trace : store.find(query(request))) {
            List<SpanRecord> own = trace.spans();
            spans += own.size();
            if (spans > MOST_SPANS && !traces.isEmpty()) {
                break;
            }
            traces.add(page(trace, own));
        }
        return Map.of("traces", traces);
    }

    /** A browser gets a page for people. */
    @Override
    void send(Request request, Response response, Object page) {
        if (request.header("Accept").orElse("").contains("text/html")) {
            OverviewPages.html(response, TraceHtml.of((Map<?, ?>) page));
        } else {
            super.send(request, response, page);
        }
    }

    private static TraceQuery query(Request request) {
        long seconds = number(request, "since", 0, MOST_SECONDS);
        return new TraceQuery(
                request.query("id"),
                request.query("function"),
                flag(request, "failed"),
                seconds == 0 ? Instant.EPOCH : Instant.now().minusSeconds(seconds),
                flag(request, "slowest"),
                (int) number(request, "most", USUAL, TraceQuery.MOST));
    }

    private static boolean flag(Request request, String name) {
        Optional<String> value = request.query(name);
        return value.isPresent() && !value.get().equals("false");
    }

    private static long number(Request request, String name, long usual, long most) {
        Optional<String> text = request.query(name);
        if (text.isEmpty()) {
            return usual;
        }
        if (!text.get().matches("[0-9]{1,9}") || Long.parseLong(text.get()) < 1 || Long.parseLong(text.get()) > most) {
            throw new StatusException(400, name + " must be a number from 1 to " + most);
        }
        return Long.parseLong(text.get());
    }

    private static Map<String, Object> page(TraceView trace, List<SpanRecord> spans) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("id", trace.id());
        page.put("function", trace.function());
        page.put("name", trace.name());
        page.put("request", trace.requestId());
        page.put("start", trace.startNanos());
        page.put("nanos", trace.nanos());
        page.put("failed", trace.isFailed());
        page.put("spans", spans.stream().map(TracesRoute::page).toList());
        return page;
    }

    private static Map<String, Object> page(SpanRecord span) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("id", span.spanId());
        if (!span.parentId().isEmpty()) {
            page.put("parent", span.parentId());
        }
        page.put("name", span.name());
        page.put("kind", span.kind().name());
        page.put("function", span.function());
        page.put("start", span.startNanos());
        page.put("end", span.endNanos());
        span.failure().ifPresent(failure -> page.put("failure", failure));
        if (!span.attributes().isEmpty()) {
            page.put("attributes", span.attributes());
        }
        span.link().ifPresent(link -> page.put("link", Map.of("trace", link.traceId(), "span", link.spanId())));
        return page;
    }
}
