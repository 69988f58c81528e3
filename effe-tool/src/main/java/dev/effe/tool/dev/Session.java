package dev.effe.tool.dev;

import dev.effe.server.DevCode;
import dev.effe.server.Reload;
import dev.effe.server.ReloadingServer;
import dev.effe.server.StartException;
import dev.effe.server.cli.Command;
import dev.effe.server.cli.ToolException;
import dev.effe.server.function.LoadException;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.dev.build.BuildCommand;
import dev.effe.tool.dev.build.BuildException;
import dev.effe.tool.dev.page.Failure;
import dev.effe.tool.dev.page.Failures;
import dev.effe.tool.dev.project.Built;
import dev.effe.tool.dev.project.Project;
import dev.effe.tool.dev.project.Source;
import dev.effe.tool.dev.scan.Root;
import dev.effe.tool.dev.scan.Snapshot;
import dev.effe.tool.dev.scan.Watch;
import dev.effe.tool.dev.serve.Gate;
import dev.effe.tool.dev.serve.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what has changed, builds it and puts it into service. Confined to the threads of its {@link Gate}, but for
 * {@link #state} and {@link #built}.
 */
final class Session implements Gate.Work {

    private final Source source;
    private final Supplier<Command> command;
    private final Optional<String> build;
    private final ReloadingServer server;
    private final Terminal terminal;
    private final Builder builder;
    private final Watch watch = new Watch();

    private Project project = Project.none();
    private boolean known;

    /** Seen by the last reload; null before the first. */
    private @Nullable Snapshot last;

    /** Something was saved while another program worked on it. */
    private boolean again;

    private volatile State state;

    /** Null while the sources do not compile, or are compiled. */
    private volatile @Nullable Built current;

    /**
     * A session that has seen nothing yet.
     *
     * @param command reads the command line anew, and with it effe.yaml
     * @param build a command that builds; empty if there is none
     * @param work a folder of this process alone
     */
    Session(
            Source source,
            Supplier<Command> command,
            Optional<String> build,
            ReloadingServer server,
            Terminal terminal,
            Path work) {
        this.source = source;
        this.command = command;
        this.build = build;
        this.server = server;
        this.terminal = terminal;
        this.builder = new Builder(terminal::note, work);
        this.state = state(0, Optional.empty());
        watchAll();
    }

    /** As the last reload left it. Thread-safe. */
    State state() {
        return state;
    }

    /** The classes that are compiled now; null while there are none. Thread-safe. */
    @Nullable Built built() {
        return current;
    }

    private State state(long number, Optional<Failure> failure) {
        return new State(number, failure, new Failures(project::source), source.folder());
    }

    private void watchAll() {
        List<Root> roots = new ArrayList<>();
        source.files().forEach(file -> roots.add(Root.of(file)));
        roots.addAll(project.watched());
        watch.watch(roots);
    }

    @Override
    public boolean look() {
        return again || !watch.scan().equals(last) || !builder.isIntact();
    }

    @Override
    public void reload() {
        long begin = System.nanoTime();
        current = null;
        boolean first = last == null;
        Snapshot before = last == null ? Snapshot.EMPTY : last;
        Snapshot seen = watch.settled(before, watch.scan());
        last = seen;
        Set<Path> changed = first ? Set.of() : seen.differences(before);
        Optional<Failure> failure = Optional.empty();
        String done = "";
        try {
            done = text(reload(before, seen));
        } catch (BuildException e) {
            failure = Optional.of(failures().of(e));
        } catch (UsageException e) {
            failure = Optional.of(failures().of("It cannot be served", String.valueOf(e.getMessage())));
        } catch (LoadException | StartException e) {
            failure = Optional.of(failures().of("It does not start", e.getMessage(), e.getCause()));
        } catch (UncheckedIOException e) {
            failure = Optional.of(failures().of("It cannot be built", e.toString()));
        } catch (IOException e) {
            failure = Optional.of(failures().of("It cannot be built", text(e)));
        } catch (InterruptedException e) {
            failure = Optional.of(failures().of("It cannot be built", "Interrupted"));
        }
        state = state(state.number() + 1, failure);
        terminal.reloaded(changed, System.nanoTime() - begin, done, failure);
    }

    private Reload reload(Snapshot before, Snapshot seen)
            throws BuildException, IOException, InterruptedException, LoadException, StartException {
        boolean forced = again;
        again = false;
        Snapshot read = readProject(before, seen, forced);
        Snapshot built = runBuild(before, read, forced);
        Map<String, DevCode> code = builder.build(project, built);
        current = new Built(project, builder.classes(), built, source);
        return server.reload(command.get(), code);
    }

    private Failures failures() {
        return new Failures(project::source);
    }

    private static String text(IOException e) {
        return e instanceof ToolException ? String.valueOf(e.getMessage()) : e.toString();
    }

    private static String text(Reload done) {
        List<String> parts = new ArrayList<>();
        if (!done.added().isEmpty() && !done.added().equals(List.of(""))) {
            parts.add("new: " + String.join(", ", done.added()));
        }
        if (!done.replaced().isEmpty() && !done.replaced().equals(List.of(""))) {
            parts.add("replaced: " + String.join(", ", done.replaced()));
        }
        if (!done.removed().isEmpty()) {
            parts.add("gone: " + String.join(", ", done.removed()));
        }
        return String.join("; ", parts);
    }

    /** Finds out anew what there is, if a file that says it has changed. */
    private Snapshot readProject(Snapshot before, Snapshot seen, boolean forced)
            throws BuildException, IOException, InterruptedException {
        Set<Path> files = source.files();
        boolean same = seen.below(files).equals(before.below(files));
        if (known && same && !forced) {
            return seen;
        }
        known = false;
        Snapshot now;
        try {
            project = source.read();
            known = true;
        } finally {
            watchAll();
            now = watch.scan();
            last = now;
            again = !now.below(files).equals(seen.below(files));
        }
        return now;
    }

    /** Has a command build, if something else than what it makes has changed. */
    private Snapshot runBuild(Snapshot before, Snapshot seen, boolean forced)
            throws BuildException, IOException, InterruptedException {
        Set<Path> sources =
                Set.copyOf(project.triggers().stream().map(Root::path).toList());
        if (build.isEmpty() || (!forced && seen.below(sources).equals(before.below(sources)))) {
            return seen;
        }
        String line = build.get();
        terminal.note("building: " + line);
        Snapshot now;
        try {
            BuildCommand.runLine(line, source.folder(), said -> {});
        } finally {
            now = watch.settled(seen, watch.scan());
            last = now;
            // A save meanwhile has another build, which is the last one if it is the build that writes there.
            again |= !forced && !now.below(sources).equals(seen.below(sources));
        }
        return now;
    }

    /** Removes the classes. */
    void close() {
        try {
            builder.close();
        } catch (IOException e) {
            terminal.note("The classes of this session cannot be removed: " + e);
        }
    }
}
