package dev.effe.host.api;

import dev.effe.Request;
import dev.effe.host.access.Caller;
import dev.effe.host.model.CodeRef;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.FunctionVersion;
import dev.effe.host.store.CodeStore.PackedFile;
import dev.effe.host.store.StoreException;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.invoke.FunctionName;
import dev.effe.server.invoke.InvokeException;
import dev.effe.server.route.Call;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's own pages below {@code /_effe}: what AWS has no operation for. Thread-safe. */
final class OwnPages {

    private static final Logger log = LoggerFactory.getLogger(OwnPages.class);
    private static final String LIVE = "/_effe/livez";
    private static final String READY = "/_effe/readyz";
    private static final String FUNCTIONS = "/_effe/functions";
    private static final String METRICS = "/_effe/metrics";

    private final ControlPlane plane;
    private final Running running;

    OwnPages(ControlPlane plane, Running running) {
        this.plane = plane;
        this.running = running;
    }

    /** True for those that anybody may have: probes, and links to code that are signed themselves. */
    boolean isOpen(Request request) {
        String path = Endpoint.path(request);
        boolean read = request.method().equals("GET") || request.method().equals("HEAD");
        return read && (path.equals(LIVE) || path.equals(READY) || path.startsWith(CodeLinks.PATH));
    }

    void handleOpen(Call call, Executor workers) {
        String path = Endpoint.path(call.request());
        if (path.startsWith(CodeLinks.PATH)) {
            workers.execute(() -> sendCode(call, path.substring(CodeLinks.PATH.length())));
            return;
        }
        boolean good = path.equals(LIVE) || running.isReady();
        call.response().status(good ? 200 : 503).text(good ? "ok\n" : "not ready\n");
        call.completed(Outcome.SUCCEEDED);
    }

    private void sendCode(Call call, String sha256) {
        CodeRef code = plane.links().isGood(sha256, call.request().query())
                ? plane.codes().find(sha256)
                : null;
        if (code == null) {
            ApiRoute.answer(
                    call, InvokeException.user("AccessDeniedException", 403, "The link has expired, or is none."));
            return;
        }
        try {
            call.response().header("Content-Type", "application/zip");
            plane.codes().send(code, call.response());
            call.completed(Outcome.SUCCEEDED);
        } catch (StoreException e) {
            log.warn("The code {} was not sent whole", sha256, e);
            call.completed(new Outcome.Failed(e));
        }
    }

    boolean isMetrics(Request request) {
        return request.method().equals("GET") && Endpoint.path(request).equals(METRICS);
    }

    void metrics(Call call, Caller caller) throws InvokeException {
        caller.checkAdmin("GetMetrics", null);
        call.response().header("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        call.response().send(running.metrics().getBytes(StandardCharsets.UTF_8));
        call.completed(Outcome.SUCCEEDED);
    }

    boolean isStart(Request request) {
        List<String> segments = segments(request);
        return request.method().equals("POST")
                && segments.size() == 5
                && segments.get(4).equals("start");
    }

    /** Starts an instance, and answers when it is ready. */
    void start(Call call, Caller caller, Executor workers) {
        try {
            List<String> segments = segments(call.request());
            caller.checkAdmin("StartInstance", segments.get(2));
            FunctionState state = plane.functions().get(segments.get(2));
            FunctionVersion version = version(state, segments.get(2), segments.get(3));
            running.start(Objects.requireNonNull(state).name(), version)
                    .whenCompleteAsync((started, failure) -> started(call, started, failure), workers);
        } catch (InvokeException e) {
            ApiRoute.answer(call, e);
        }
    }

    private static void started(Call call, Running.@Nullable Started started, @Nullable Throwable failure) {
        String reason = started == null ? String.valueOf(failure) : started.failure();
        if (started == null || reason != null) {
            ApiRoute.answer(call, ApiErrors.conflict(String.valueOf(reason)));
        } else {
            ApiRoute.send(call, ApiAnswer.ok(Map.of("startedInMs", started.millis())));
        }
    }

    /** The answer of one of the other pages; null if it is none of them. Blocks. */
    @Nullable ApiAnswer answer(Request request, Caller caller) throws InvokeException {
        if (!request.method().equals("GET")) {
            return null;
        }
        if (Endpoint.path(request).equals(FUNCTIONS)) {
            caller.checkAdmin("ListInstances", null);
            return ApiAnswer.ok(Map.of("Instances", running.instances()));
        }
        List<String> segments = segments(request);
        boolean files = segments.size() == 5 && segments.get(4).equals("files");
        if (!files) {
            return null;
        }
        caller.checkAdmin("ListFiles", segments.get(2));
        return files(segments.get(2), segments.get(3));
    }

    private ApiAnswer files(String name, String qualifier) throws InvokeException {
        FunctionVersion version = version(plane.functions().get(name), name, qualifier);
        List<Map<String, Object>> files = new ArrayList<>();
        try {
            for (PackedFile file : plane.codes().files(version.config().code())) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("Path", file.path());
                fields.put("Size", file.size());
                fields.put("Sha256", file.sha256());
                if (file.executable()) {
                    fields.put("Executable", true);
                }
                files.add(fields);
            }
        } catch (StoreException e) {
            log.error("The files of {}:{} cannot be listed", name, qualifier, e);
            throw InvokeException.service("The code cannot be read; the host's log says why.");
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("Version", version.version());
        answer.put("Files", files);
        return ApiAnswer.ok(answer);
    }

    private FunctionVersion version(@Nullable FunctionState state, String name, String qualifier)
            throws InvokeException {
        ApiRequest request = new ApiRequest(
                Naming.of(name, null).function(),
                qualifier,
                "",
                Map.of(),
                Fields.none(),
                null,
                new Caller("", null),
                "");
        return Found.version(state, request, plane.world());
    }

    /** The segments of a path below {@code /_effe/functions}, decoded; empty for another. */
    private static List<String> segments(Request request) {
        String path = Endpoint.path(request);
        return path.startsWith(FUNCTIONS + "/")
                ? Endpoint.segments(path).stream().map(FunctionName::decoded).toList()
                : List.of();
    }
}
