package dev.effe.server.admin;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.route.Call;
import dev.effe.server.route.Route;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's own pages, such as health and metrics: GET and HEAD only, each at its exact path. */
public final class PageRoute implements Route {

    /** Writes one page. */
    @FunctionalInterface
    public interface Page {
        void answer(Response response);
    }

    private static final Logger log = LoggerFactory.getLogger(PageRoute.class);

    private final Executor executor;
    private final Map<String, Page> pages;
    private final List<String> others;

    /**
     * @param executor runs the pages; {@code Runnable::run} if none of them blocks
     * @param pages by path
     * @param others what another route serves beside them, such as {@code /events}
     */
    public PageRoute(Executor executor, Map<String, Page> pages, String... others) {
        this.executor = executor;
        this.pages = Map.copyOf(pages);
        this.others = List.of(others);
    }

    @Override
    public void handle(Call call) {
        call.leftOut();
        executor.execute(() -> call.completed(answer(call.request(), call.response())));
    }

    /** Pages are small, and what operators look at when a port is full. */
    @Override
    public Route whenFull() {
        return this;
    }

    private Outcome answer(Request request, Response response) {
        Page page = pages.get(request.path());
        if (page == null) {
            return new Outcome.Failed(new StatusException(404, "No such page; there are " + sortedPaths()));
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            response.header("Allow", "GET, HEAD");
            return new Outcome.Failed(new StatusException(405, "This page can only be read"));
        }
        response.header("Cache-Control", "no-store");
        try {
            page.answer(response);
            return Outcome.SUCCEEDED;
        } catch (RuntimeException e) {
            log.error("The page {} failed", request.path(), e);
            return new Outcome.Failed(e);
        }
    }

    private String sortedPaths() {
        Set<String> paths = new TreeSet<>(pages.keySet());
        paths.addAll(others);
        return String.join(", ", paths);
    }
}
