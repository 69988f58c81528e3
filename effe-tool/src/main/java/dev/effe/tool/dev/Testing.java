package dev.effe.tool.dev;

import dev.effe.tool.dev.page.TestView;
import dev.effe.tool.dev.serve.DevRoute;
import dev.effe.tool.dev.tests.TestRuns;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The switch of the tests that run beside dev. Nothing of them is there before it is switched on first. Thread-safe. */
final class Testing implements AutoCloseable {

    /** The longest time of a test. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Session session;
    private final Serving serving;
    private final Terminal terminal;
    private final Path work;
    private final Path home;
    private final String url;

    /** Guarded by this. */
    private @Nullable TestRuns runs;

    /**
     * Switched off.
     *
     * @param work a folder of this process alone
     * @param home the folder that paths are shown from
     * @param url of the server, without a slash at its end
     */
    Testing(Session session, Serving serving, Terminal terminal, Path work, Path home, String url) {
        this.session = session;
        this.serving = serving;
        this.terminal = terminal;
        this.work = work;
        this.home = home;
        this.url = url;
    }

    /** Switches the tests on, or off. */
    synchronized void toggle() {
        TestRuns known = runs;
        if (known == null) {
            known = start();
            runs = known;
        }
        boolean on = known.toggle();
        terminal.note(on ? "tests: on, at " + url + DevRoute.TESTS_PATH + " too" : "tests: off");
    }

    private TestRuns start() {
        TestRuns started = new TestRuns(
                session::built,
                new TestRuns.Listener() {
                    @Override
                    public void note(String text) {
                        terminal.note(text);
                    }

                    @Override
                    public void ended(TestView view) {
                        terminal.tested(view, url + DevRoute.TESTS_PATH);
                    }
                },
                work,
                LIMIT);
        serving.show(started::view, home);
        return started;
    }

    @Override
    public synchronized void close() {
        if (runs != null) {
            runs.close();
        }
    }
}
