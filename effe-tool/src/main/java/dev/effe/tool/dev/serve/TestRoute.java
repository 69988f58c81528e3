package dev.effe.tool.dev.serve;

import dev.effe.Request;
import dev.effe.StatusException;
import dev.effe.server.access.BrowserGuard;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.route.Call;
import dev.effe.server.route.Route;
import dev.effe.tool.dev.page.FailureLines;
import dev.effe.tool.dev.page.TestPage;
import dev.effe.tool.dev.page.TestView;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Shows the tests as they stand: a page for a browser, lines for all others. It shows sources, so only to whoever asks for a
 * name that no stranger can own. Thread-safe.
 */
public final class TestRoute implements Route {

    private static final String NUMBER_PATH = DevRoute.TESTS_PATH + "/number";
    private static final int FORBIDDEN = 403;
    private static final int UNKNOWN = 404;

    private final Supplier<TestView> view;
    private final Path home;
    private final BrowserGuard guard;
    private final Executor workers;

    /**
     * A route.
     *
     * @param home the folder that paths are shown from
     * @param hosts the names that the server is called by besides IP addresses and localhost
     * @param workers write answers, for which files are read
     */
    public TestRoute(Supplier<TestView> view, Path home, Collection<String> hosts, Executor workers) {
        this.view = view;
        this.home = home;
        this.guard = new BrowserGuard(hosts, "host");
        this.workers = workers;
    }

    @Override
    public void handle(Call call) {
        Request request = call.request();
        String refusal = guard.hostRefusal(request);
        if (refusal != null) {
            call.completed(new Outcome.Failed(new StatusException(FORBIDDEN, refusal)));
        } else if (request.path().equals(NUMBER_PATH)) {
            send(call, "application/json", "{\"state\":" + view.get().number() + "}\n");
        } else if (request.path().equals(DevRoute.TESTS_PATH)) {
            workers.execute(() -> show(call));
        } else {
            call.completed(new Outcome.Failed(new StatusException(UNKNOWN, "There is only " + DevRoute.TESTS_PATH)));
        }
    }

    private void show(Call call) {
        TestView now = view.get();
        if (Pages.isBrowser(call.request())) {
            String nonce = RandomNonce.next();
            Pages.send(call.response(), 200, new TestPage(home, NUMBER_PATH).html(now, nonce), nonce);
            call.completed(Outcome.SUCCEEDED);
            return;
        }
        List<String> lines = new ArrayList<>(List.of((now.title() + " " + now.message()).strip()));
        now.failures().forEach(failure -> lines.addAll(FailureLines.of(failure, home)));
        send(call, "text/plain; charset=utf-8", String.join("\n", lines) + "\n");
    }

    private static void send(Call call, String type, String text) {
        call.response()
                .header("Content-Type", type)
                .header("Cache-Control", "no-store")
                .send(text.getBytes(StandardCharsets.UTF_8));
        call.completed(Outcome.SUCCEEDED);
    }
}
