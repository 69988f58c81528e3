package dev.effe.test;

import dev.effe.Logic;
import dev.effe.server.Main;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves from a main, so that an IDE runs and debugs what it has compiled: three lines among the tests.
 *
 * {@snippet class="dev.effe.test.HelloMain" region="main"}
 *
 * <p>The process is Effe's from the call on: it logs to standard output, with the URL, and stops in good order at
 * SIGTERM or SIGINT, as the stop button of an IDE sends them. No method of this class returns. A start that
 * fails, such as for a taken port, is one line on standard error with exit code 1, or 2 for a wrong flag.
 *
 * <p>Flags are those of the command line, such as {@code "--max-contexts", "1"} or {@code "--set", "db.url=…"}. The
 * environment counts as there. Nobody else reaches the port: {@code --host} is 127.0.0.1 unless a flag says otherwise.
 * Under a debugger {@code --timeout} is an hour unless a flag or the environment says otherwise, or a breakpoint would
 * be answered 504.
 *
 * <p>To be called once in a process, by its main thread.
 */
public final class Effe {

    private Effe() {}

    /**
     * Serves a function.
     *
     * @param function the function, used nowhere else: it is closed in the end
     * @param port the TCP port, from 1 to 65535; 0 picks a free one
     * @param flags settings of the server, and {@code --set} for the function's configuration
     */
    public static void serve(Logic<?> function, int port, String... flags) {
        serve(function, List.of("--port", Integer.toString(port)), flags);
    }

    /**
     * Serves an AWS Lambda handler, which the server makes: over HTTP as {@code --http-event} says, and by AWS Lambda's
     * Invoke API unless a flag says {@code --lambda-api off}. AWS's environment variables need the JVM's option {@code
     * --add-opens java.base/java.lang=ALL-UNNAMED}.
     *
     * @param handler its class, with a constructor without parameters
     * @param port the TCP port, from 1 to 65535; 0 picks a free one
     * @param flags settings of the server
     */
    public static void serve(Class<?> handler, int port, String... flags) {
        List<String> first = new ArrayList<>(List.of("--handler", handler.getName(), "--port", Integer.toString(port)));
        addUnlessGiven(first, "lambda-api", "on", flags);
        serve(null, first, flags);
    }

    /**
     * Serves the functions of an application, each with a class loader of its own: a debugger finds their sources by the
     * names of their classes.
     *
     * @param app effe.yaml, which also says the port; the code that it names must be built
     * @param flags settings of the server; stronger than those of the file, for each function
     */
    public static void serve(Path app, String... flags) {
        serve(null, List.of("--app", app.toString()), flags);
    }

    private static void serve(@Nullable Logic<?> function, List<String> first, String... flags) {
        List<String> all = new ArrayList<>(first);
        addUnlessGiven(all, "host", "127.0.0.1", flags);
        if (Debugger.isAttached() && System.getenv("EFFE_TIMEOUT") == null) {
            addUnlessGiven(all, "timeout", "1h", flags);
        }
        all.addAll(List.of(flags));
        Main.serve(function, all);
    }

    private static void addUnlessGiven(List<String> all, String setting, String value, String... flags) {
        if (Arrays.stream(flags).noneMatch(flag -> flag.replaceFirst("=.*", "").matches("--?" + setting))) {
            all.addAll(List.of("--" + setting, value));
        }
    }
}
