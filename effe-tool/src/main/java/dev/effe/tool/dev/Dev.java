package dev.effe.tool.dev;

import dev.effe.server.ReloadingServer;
import dev.effe.server.StartException;
import dev.effe.server.cli.Command;
import dev.effe.server.cli.CommandLine;
import dev.effe.server.cli.ToolException;
import dev.effe.server.http.NettyProperties;
import dev.effe.server.log.Logs;
import dev.effe.server.log.PrintedLines;
import dev.effe.server.log.Utf8Output;
import dev.effe.tool.dev.build.ApiClasses;
import dev.effe.tool.dev.project.Asked;
import dev.effe.tool.dev.project.Source;
import dev.effe.tool.dev.project.Sources;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run of {@code effe dev}, from its start to its end. Used by one thread, once. */
final class Dev {

    private static final String NONE = "none";

    private final DevArguments arguments;
    private final Optional<String> build;
    private final boolean test;
    private final Map<String, String> environment;
    private final Terminal terminal;
    private final WorkFolder work = new WorkFolder();
    private final Source source;
    private final Command command;

    /**
     * Finds out what is to be served, and starts nothing.
     *
     * @param libraries what {@code --class-path} names
     * @param build what {@code --build} says
     * @param test whether tests run from the start
     * @throws dev.effe.server.settings.UsageException if something is wrong with that
     */
    Dev(
            DevArguments arguments,
            List<Path> libraries,
            Optional<String> build,
            boolean test,
            Map<String, String> environment,
            PrintStream out) {
        this.arguments = arguments;
        this.build = build;
        this.test = test;
        this.environment = environment;
        this.command = command();
        terminal = new Terminal(out, folder(arguments.project()));
        Asked asked = new Asked(libraries, build, work.path().resolve("api"), terminal::note);
        List<String> only = command.app().map(app -> app.only()).orElse(List.of());
        source = Sources.of(arguments.project(), arguments.apps(), only, work.path(), asked);
    }

    private static Path folder(Path named) {
        Path path = named.toAbsolutePath().normalize();
        Path parent = path.getParent();
        return path.toFile().isDirectory() || parent == null ? path : parent;
    }

    /** The command line of a server, read anew. */
    private Command command() {
        return CommandLine.parse(arguments.settings(), environment);
    }

    /** Serves until the process is to end, and ends it. */
    void run() throws IOException {
        NettyProperties.set();
        PrintedLines.capture();
        if (command.settings().function().code().handler().isPresent()) {
            Utf8Output.use();
        }
        DevEnd end = new DevEnd();
        end.install(environment);
        work.create();
        FirstCompiler.useOnly(work.path());
        boolean good;
        try {
            ApiClasses.copyTo(work.path().resolve("api"));
            good = serve(end);
        } finally {
            work.close();
        }
        DevEnd.exit(good ? 0 : 1);
    }

    private boolean serve(DevEnd end) throws IOException {
        Serving serving = new Serving(command.settings().listening().host());
        ReloadingServer server = start(serving);
        Optional<String> line = build.filter(text -> !text.equals(NONE));
        Session session = new Session(source, this::command, line, server, terminal, work.path());
        Testing testing = new Testing(session, serving, terminal, work.path(), source.folder(), url(server));
        try {
            Logs.use(command.settings().process().logs());
            sayWhere(server);
            serving.begin(session);
            switchTests(testing);
            end.await();
        } finally {
            testing.close();
            serving.end();
        }
        boolean good = server.stop();
        session.close();
        return good;
    }

    private void switchTests(Testing testing) {
        if (TerminalKeys.read(testing::toggle)) {
            terminal.plain("t and Enter: run the tests beside it, after each save; once more: no longer");
        }
        if (test) {
            testing.toggle();
        }
    }

    private ReloadingServer start(Serving serving) throws IOException {
        try {
            return ReloadingServer.start(command, functions -> serving.before(functions, terminal));
        } catch (StartException e) {
            throw new ToolException(String.valueOf(e.getMessage()));
        }
    }

    private String url(ReloadingServer server) {
        boolean tls = command.settings().listening().edge().tls().isPresent();
        return (tls ? "https" : "http") + "://localhost:" + server.port();
    }

    private void sayWhere(ReloadingServer server) {
        String url = url(server);
        terminal.plain("Serving " + arguments.project() + " from its sources at " + url + "/ (Ctrl-C ends it)");
        if (arguments.opened()) {
            terminal.plain("--host is given: other machines may reach it, and see sources in its error pages");
        }
        CurlLines.of(command, arguments.apps(), url).forEach(line -> terminal.plain("  " + line));
        server.adminPort().ifPresent(port -> terminal.plain("  curl http://localhost:" + port + "/metrics"));
    }
}
