package dev.effe.server.admin;

import dev.effe.Request;
import dev.effe.Response;
import dev.effe.StatusException;
import dev.effe.server.access.AdminGuard;
import dev.effe.server.diagnose.HeapHistogram;
import dev.effe.server.diagnose.ThreadDump;
import dev.effe.server.diagnose.ThreadText;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.dispatch.RunningCall;
import dev.effe.server.json.Json;
import dev.effe.server.route.Call;
import dev.effe.server.route.Route;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages for whoever looks for a cause, for those whom the guard admits: {@code GET /threads} and {@code GET /heap} as
 * text, or as JSON with {@code Accept: application/json}, and {@code POST /jfr}, which answers with a recording.
 * Thread-safe.
 */
final class DiagnosisRoute implements Route {

    static final String THREADS = "/threads";
    static final String HEAP = "/heap";
    static final String JFR = "/jfr";
    static final List<String> PATHS = List.of(THREADS, HEAP, JFR);

    private static final Logger log = LoggerFactory.getLogger(DiagnosisRoute.class);
    private static final int CLASSES = 100;
    private static final int MOST_CLASSES = 10_000;

    private final Supplier<List<RunningCall>> calls;
    private final RecordingPage recording;
    private final AdminGuard guard;
    private final Executor workers;
    private final ReentrantLock counting = new ReentrantLock();

    /**
     * Makes them.
     *
     * @param calls the threads in functions now
     * @param serving false once the server stops, which ends a recording
     */
    DiagnosisRoute(Supplier<List<RunningCall>> calls, BooleanSupplier serving, AdminGuard guard, Executor workers) {
        this.calls = calls;
        this.recording = new RecordingPage(serving);
        this.guard = guard;
        this.workers = workers;
    }

    @Override
    public void handle(Call call) {
        workers.execute(() -> call.completed(answer(call.request(), call.response())));
    }

    private Outcome answer(Request request, Response response) {
        try {
            String who = guard.admit(request, response);
            response.header("Cache-Control", "no-store");
            switch (request.path()) {
                case THREADS -> threads(request, response);
                case HEAP -> heap(request, response, who);
                case JFR -> recording.answer(request, response, who);
                default -> throw new StatusException(404, "No such page; there are " + String.join(", ", PATHS));
            }
            return Outcome.SUCCEEDED;
        } catch (StatusException e) {
            return new Outcome.Failed(e);
        } catch (UnsupportedOperationException e) {
            return new Outcome.Failed(new StatusException(501, String.valueOf(e.getMessage()), e));
        } catch (IOException | RuntimeException e) {
            log.error("{} {} failed", request.method(), request.path(), e);
            return new Outcome.Failed(e);
        }
    }

    private void threads(Request request, Response response) {
        TopicsRoute.only(request, response, "GET");
        ThreadDump dump = ThreadDump.of(calls.get());
        if (wantsJson(request)) {
            json(response, ThreadText.fields(dump));
        } else {
            response.text(ThreadText.text(dump));
        }
    }

    private void heap(Request request, Response response, String who) {
        TopicsRoute.only(request, response, "GET");
        int most = TopicPages.limit(request, CLASSES, MOST_CLASSES);
        boolean live = live(request);
        if (!counting.tryLock()) {
            throw new StatusException(409, "The objects are being counted already, which stops all threads: wait");
        }
        HeapHistogram heap;
        long beganNanos = System.nanoTime();
        try {
            heap = HeapHistogram.of(live, most);
        } finally {
            counting.unlock();
        }
        log.info(
                "The objects of the heap were counted in {} ms, for {}",
                (System.nanoTime() - beganNanos) / 1_000_000,
                who);
        if (wantsJson(request)) {
            json(response, fields(heap, live));
        } else {
            response.text(heap.text());
        }
    }

    private static boolean live(Request request) {
        return switch (request.query("live").orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new StatusException(400, "live must be true or false");
        };
    }

    private static Map<String, Object> fields(HeapHistogram heap, boolean live) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("live", live);
        fields.put("bytes", heap.bytes());
        fields.put("instances", heap.instances());
        fields.put(
                "classes",
                heap.classes().stream()
                        .map(each -> Map.of("class", each.name(), "instances", each.instances(), "bytes", each.bytes()))
                        .toList());
        return fields;
    }

    private static boolean wantsJson(Request request) {
        return request.header("Accept").orElse("").contains("application/json");
    }

    private static void json(Response response, Object page) {
        response.header("Content-Type", "application/json").send(Json.write(page));
    }
}
