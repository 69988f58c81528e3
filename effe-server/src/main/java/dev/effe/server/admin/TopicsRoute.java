package dev.effe.server.admin;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.access.AdminGuard;
import dev.effe.server.text.Nearest;
import dev.effe.server.topics.TopicOperations;
import dev.effe.server.topics.replay.ReplayOperations;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operators' pages of topics, on the admin port: {@code GET /topics} says how groups are doing, {@code GET
 * /topics/T/events} reads events, {@code POST /topics/T} appends one, {@code /topics/T/dead} has those that groups have
 * given up; {@code /replays} has replays. All but the first are for those whom the guard admits. Thread-safe.
 */
public final class TopicsRoute extends JsonPageRoute {

    private static final Logger log = LoggerFactory.getLogger(TopicsRoute.class);
    private static final String PATH = Pages.TOPICS;

    private final TopicOperations operations;
    private final Supplier<ReplayOperations> replays;
    private final TopicPages pages;
    private final DeadPages dead;
    private final AdminGuard guard;

    public TopicsRoute(
            TopicOperations operations, Supplier<ReplayOperations> replays, AdminGuard guard, Executor workers) {
        super(workers);
        this.operations = operations;
        this.replays = replays;
        this.pages = new TopicPages(operations);
        this.dead = new DeadPages(operations);
        this.guard = guard;
    }

    @Override
    Object page(Request request, Response response) {
        try {
            return pageOf(request, response);
        } catch (TopicException e) {
            log.warn("{} {} failed", request.method(), request.target(), e);
            throw new StatusException(503, String.valueOf(e.getMessage()), e);
        }
    }

    private Object pageOf(Request request, Response response) throws TopicException {
        if (!request.path().startsWith(PATH)) {
            return replay(request, response);
        }
        String path = request.path().substring(PATH.length());
        List<String> parts = List.of(path.split("/", -1));
        if (parts.size() < 2) {
            only(request, response, "GET");
            return pages.all();
        }
        String who = guard.admit(request, response);
        TopicSpec topic = operations.topic(parts.get(1)).orElseThrow(() -> noTopic(parts.get(1)));
        if (parts.size() == 2) {
            only(request, response, "POST");
            return pages.append(topic, request, who);
        }
        return switch (parts.get(2)) {
            case "events" -> {
                if (parts.size() > 3) {
                    throw unknown();
                }
                only(request, response, "GET");
                yield pages.events(topic, request);
            }
            case "dead" -> dead.page(topic, parts.subList(3, parts.size()), request, response, who);
            default -> throw unknown();
        };
    }

    private StatusException noTopic(String name) {
        List<String> names = operations.topics().stream().map(TopicSpec::name).toList();
        return new StatusException(404, "There is no topic " + name + Nearest.hint(name, names, "this process has"));
    }

    private Object replay(Request request, Response response) throws TopicException {
        String who = guard.admit(request, response);
        String path = request.path().substring(Pages.REPLAYS.length());
        List<String> parts =
                path.isEmpty() ? List.of() : List.of(path.substring(1).split("/", -1));
        return new ReplayPages(replays.get()).page(parts, request, response, who);
    }

    static StatusException unknown() {
        return new StatusException(
                404, "No such page; there are /topics, /topics/T, /topics/T/events and /topics/T/dead");
    }

    static void only(Request request, Response response, String allowed) {
        boolean isRead = allowed.equals("GET") && request.method().equals("HEAD");
        if (!isRead && !request.method().equals(allowed)) {
            throw notAllowed(response, allowed.equals("GET") ? "GET, HEAD" : allowed);
        }
    }

    static StatusException notAllowed(Response response, String allowed) {
        response.header("Allow", allowed);
        return new StatusException(405, "This page takes " + allowed + " only");
    }
}
