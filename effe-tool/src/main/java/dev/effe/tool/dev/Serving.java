package dev.effe.tool.dev;

import dev.effe.server.route.Route;
import dev.effe.server.threads.ServerThreads;
import dev.effe.tool.dev.page.TestView;
import dev.effe.tool.dev.serve.DevRoute;
import dev.effe.tool.dev.serve.FailureAnswer;
import dev.effe.tool.dev.serve.Gate;
import dev.effe.tool.dev.serve.RequestLines;
import dev.effe.tool.dev.serve.State;
import dev.effe.tool.dev.serve.TestRoute;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way of requests through dev: it is there before the session whose server it is of. Thread-safe. */
final class Serving implements Gate.Work {

    /** The longest wait of a request for a reload. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int PAGE_THREADS = 4;

    private final Executor pages =
            Executors.newFixedThreadPool(PAGE_THREADS, task -> ServerThreads.replaceable("effe-dev-page", task));
    private final Gate gate = new Gate(
            this,
            PATIENCE,
            Executors.newSingleThreadExecutor(task -> ServerThreads.replaceable("effe-dev-reload", task)));
    private final List<String> hosts;
    private final FailureAnswer answers;

    /** Written once, before the gate opens. */
    private volatile @Nullable Session session;

    /** Written when tests are switched on first. */
    private volatile @Nullable Route tests;

    /** @param host the interface that is served, as the setting has it */
    Serving(String host) {
        hosts = List.of(host);
        answers = new FailureAnswer(hosts);
    }

    /** The route before the functions. Requests wait in it until {@link #begin}. */
    Route before(Route functions, RequestLines lines) {
        return new DevRoute(gate, this::state, answers, lines, pages, functions, () -> tests);
    }

    void begin(Session begun) {
        session = begun;
        gate.open();
    }

    /** From now on the tests can be looked at. */
    void show(Supplier<TestView> view, Path home) {
        tests = new TestRoute(view, home, hosts, pages);
    }

    /** From now on no request waits. */
    void end() {
        gate.close();
    }

    private Session session() {
        return Objects.requireNonNull(session, "not begun");
    }

    private State state() {
        return session().state();
    }

    @Override
    public boolean look() {
        return session().look();
    }

    @Override
    public void reload() {
        session().reload();
    }
}
