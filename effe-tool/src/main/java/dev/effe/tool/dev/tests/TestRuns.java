package dev.effe.tool.dev.tests;

import dev.effe.server.threads.ServerThreads;
import dev.effe.tool.Plural;
import dev.effe.tool.dev.build.BuildException;
import dev.effe.tool.dev.page.Failure;
import dev.effe.tool.dev.page.TestView;
import dev.effe.tool.dev.project.Built;
import dev.effe.tool.dev.project.MavenTests;
import dev.effe.tool.dev.project.Module;
import dev.effe.tool.dev.project.TestCode;
import dev.effe.tool.dev.scan.Root;
import dev.effe.tool.dev.scan.Snapshot;
import dev.effe.tool.dev.scan.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tests beside dev: once it is switched on, and after each save those that it concerns or that failed before. A save
 * ends a run that is under way, whose results would be those of old code. All is done by one thread of its own; thread-safe.
 */
public final class TestRuns implements AutoCloseable {

    /** Hears what a developer is to know. */
    public interface Listener {

        /** A line that helps. */
        void note(String text);

        /** A run has ended. */
        void ended(TestView view);
    }

    private static final Logger log = LoggerFactory.getLogger(TestRuns.class);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final Supplier<@Nullable Built> current;
    private final Listener listener;
    private final Runner runner;
    private final TestBuild build = new TestBuild();
    private final Watch watch = new Watch();
    private final Memory memory = new Memory();
    private final Thread thread = ServerThreads.replaceable("effe-dev-tests", this::loop);

    // Touched only by the thread.
    private @Nullable Built built;
    private MavenTests found = new MavenTests(List.of(), List.of());
    private Snapshot seen = Snapshot.EMPTY;

    private volatile boolean on;
    private volatile boolean closed;
    private volatile TestView view = new TestView(0, true, "No test has run yet", "", List.of());

    /**
     * Tests that are switched off.
     *
     * @param current what dev has compiled; null of it while there is none, or it changes
     * @param work a folder of this process alone
     * @param limit the longest time of a test
     */
    public TestRuns(Supplier<@Nullable Built> current, Listener listener, Path work, Duration limit) {
        this.current = current;
        this.listener = listener;
        this.runner = new Runner(work, limit, listener::note);
        thread.start();
    }

    /** The tests as they stand. */
    public TestView view() {
        return view;
    }

    /** Switches them on or off, which ends a run. Returns true if they are on now. */
    public synchronized boolean toggle() {
        on = !on;
        LockSupport.unpark(thread);
        return on;
    }

    private void loop() {
        while (!closed) {
            if (on) {
                step();
            }
            if (!closed) {
                ServerThreads.parkNanos(this, PAUSE.toNanos());
            }
        }
        try {
            build.close();
        } catch (IOException e) {
            listener.note("The classes of tests cannot be removed: " + e);
        }
    }

    private void step() {
        Built now = current.get();
        if (now == null || (now.equals(built) && watch.scan().equals(seen))) {
            return;
        }
        long begin = System.nanoTime();
        try {
            if (built == null || !now.project().equals(built.project())) {
                found = MavenTests.of(now.project());
                watch.watch(roots());
                if (found.tests().isEmpty()) {
                    listener.note("There are no tests here: they are sources of a Maven project that dev compiles, in"
                            + " src/test/java");
                }
            }
            built = now;
            seen = watch.settled(seen, watch.scan());
            run(now, begin);
        } catch (BuildException e) {
            broken(
                    begin,
                    e.diagnostics().isEmpty() ? "The tests cannot be run" : "The tests do not compile",
                    new Failure(
                            "In the tests", String.valueOf(e.getMessage()), e.diagnostics(), List.of(), e.output()));
        } catch (IOException | UncheckedIOException e) {
            Failure failure = new Failure("In the tests", e.toString(), List.of(), List.of(), "");
            broken(begin, "The tests cannot be run", failure);
        } catch (InterruptedException e) {
            log.debug("A run of tests was interrupted", e);
        } catch (RuntimeException e) {
            log.error("A run of tests failed by an error of effe itself", e);
        }
    }

    private List<Root> roots() {
        List<Root> roots = new ArrayList<>();
        for (TestCode code : found.tests()) {
            code.sources().forEach(path -> roots.add(Root.of(path)));
            code.resources().forEach(path -> roots.add(Root.of(path)));
        }
        for (Module helper : found.helpers()) {
            helper.sources().forEach(path -> roots.add(Root.of(path)));
            helper.resources().forEach(path -> roots.add(Root.of(path)));
        }
        return roots;
    }

    private void run(Built now, long begin) throws BuildException, IOException, InterruptedException {
        List<Target> targets = build.build(found, now, seen);
        memory.keep(targets);
        List<Result> results = new ArrayList<>();
        int classes = 0;
        for (Target target : targets) {
            Map<String, String> wanted = memory.toRun(target, world(now, target));
            if (!wanted.isEmpty()) {
                results.addAll(runner.run(target, wanted, now.project(), memory, this::isOver));
                classes += wanted.size();
            }
            if (isOver()) {
                built = null; // Also if it is switched on again without a save.
                return;
            }
        }
        if (classes > 0 || !view.good()) {
            end(begin, classes, results);
        }
    }

    /** All that tests may depend on besides classes. */
    private String world(Built now, Target target) {
        List<Path> files = new ArrayList<>(now.sources().files());
        now.project().modules().forEach(module -> files.addAll(module.resources()));
        Collection<Path> resources = target.code().resources();
        return now.seen().below(files) + " " + seen.below(resources);
    }

    /** True if nobody wants the results of the run that goes on. */
    private boolean isOver() {
        Built now = current.get();
        return closed
                || !on
                || now == null
                || !now.equals(built)
                || !watch.scan().equals(seen);
    }

    private void end(long begin, int classes, List<Result> results) {
        List<Failure> failures = new ArrayList<>();
        long ran = results.stream().filter(result -> !result.skipped()).count();
        long failed =
                results.stream().filter(result -> result.failure() != null).count();
        for (Result result : memory.all()) {
            if (result.failure() != null) {
                failures.add(result.failure());
            }
        }
        long skipped = results.size() - ran;
        show(title(classes, ran, failed), time(begin) + (skipped > 0 ? ", " + skipped + " skipped" : ""), failures);
    }

    private void broken(long begin, String title, Failure failure) {
        show(title, time(begin), List.of(failure));
    }

    private static String time(long begin) {
        return String.format(Locale.ROOT, "in %.1f s", (System.nanoTime() - begin) / 1e9);
    }

    private void show(String title, String message, List<Failure> failures) {
        TestView next = new TestView(view.number() + 1, failures.isEmpty(), title, message, failures);
        view = next;
        listener.ended(next);
    }

    private static String title(int classes, long ran, long failed) {
        if (ran == 0 && classes > 0) {
            return "No test ran";
        }
        if (ran == 0) {
            return "All tests pass as before"; // They are as they were before they did not compile.
        }
        String tests = Plural.of(ran, "test");
        return failed == 0 ? tests + " passed" : failed + " of " + tests + " failed";
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(LONGEST_END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
