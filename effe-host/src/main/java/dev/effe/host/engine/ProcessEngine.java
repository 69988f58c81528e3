package dev.effe.host.engine;

import dev.effe.host.model.Callee;
import dev.effe.server.file.OwnerOnly;
import dev.effe.server.threads.ServerThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts instances as processes of this machine, which end with this one. Thread-safe. */
public final class ProcessEngine implements Engine, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ProcessEngine.class);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu/MM/dd");
    private static final long LOOK_NANOS = Duration.ofMillis(2).toNanos();
    /** For Java itself to start, beyond the init of the function. */
    private static final Duration JAVA_START = Duration.ofSeconds(30);

    private static final long OUTPUT_MILLIS = 2000;

    private final EngineSettings settings;
    private final RunFolder folder;
    private final Spawner spawner = new Spawner();
    private final InstanceCommand command;
    private final Outputs outputs;
    private final CallLinks links;
    private final InstantSource clock;
    private final AtomicLong number = new AtomicLong();

    /**
     * Makes an engine.
     *
     * @param environment that of the host
     * @param outputs where what instances print goes
     * @param links for functions that call others
     */
    public ProcessEngine(
            EngineSettings settings,
            RunFolder folder,
            Map<String, String> environment,
            Outputs outputs,
            CallLinks links,
            InstantSource clock)
            throws InterruptedException {
        this.outputs = outputs;
        this.links = links;
        this.clock = clock;
        this.settings = settings;
        this.folder = folder;
        Binding binding = Binding.find(spawner);
        if (binding.prefix().isEmpty()) {
            log.warn("Instances outlive this process if it is killed, until the next start: setpriv of util-linux is"
                    + " not there");
        }
        command = new InstanceCommand(settings, binding, environment);
    }

    @Override
    public RunningInstance start(InstanceSpec spec) throws StartFailedException, InterruptedException {
        long beganNanos = System.nanoTime();
        String instance = "i-" + number.incrementAndGet();
        String stream = streamName(spec.version());
        Process process;
        InstanceOutput output;
        InstanceProcess running;
        try {
            Path files = folder.newFiles(instance);
            Path socket = folder.socket(instance);
            ProcessBuilder builder = builder(spec, stream, files, socket);
            putCalls(builder.environment(), instance, spec, files);
            process = spawner.start(builder);
            running = new InstanceProcess(process, socket, settings.drainTimeout(), () -> remove(instance));
            folder.writePid(instance, process);
            output = new InstanceOutput(
                    spec.version(),
                    process.getInputStream(),
                    outputs.open(spec.version().function(), stream));
        } catch (IOException e) {
            remove(instance);
            throw new StartFailedException("Error: The instance could not be started: " + e.getMessage());
        }
        boolean ready = false;
        try {
            awaitReady(spec, process, running, output);
            ready = true;
        } finally {
            if (!ready) {
                end(running);
            }
        }
        log.info(
                "Started {} in {} ms (pid {})",
                spec.version(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos),
                process.pid());
        running.ended().thenAccept(how -> log.info("Ended {}{}", spec.version(), how.isEmpty() ? "" : ": " + how));
        return running;
    }

    /** As on AWS: the day, the version, and 32 digits that no other instance has. */
    private String streamName(Resolved version) {
        String day = DAY.format(clock.instant().atOffset(ZoneOffset.UTC));
        String id = UUID.randomUUID().toString().replace("-", "");
        return day + "/[" + version.version() + "]" + id;
    }

    private void remove(String instance) {
        links.close(instance);
        folder.remove(instance);
    }

    private void putCalls(Map<String, String> variables, String instance, InstanceSpec spec, Path files)
            throws IOException {
        Map<String, Callee> callees = spec.callees();
        if (callees.isEmpty()) {
            return;
        }
        CallLinks.Link link = links.open(instance, callees);
        Path token = files.resolve("call-token");
        OwnerOnly.open(token, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                .close();
        Files.writeString(token, link.token());
        InstanceCommand.putCalls(variables, callees.keySet(), link, token);
    }

    private ProcessBuilder builder(InstanceSpec spec, String stream, Path files, Path socket) {
        ProcessBuilder builder = new ProcessBuilder(command.line(spec, socket, files))
                .directory(files.toFile())
                .redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().clear();
        builder.environment().putAll(command.environment(spec, stream, files));
        return builder;
    }

    /**
     * Waits until it is ready. A function whose contexts cannot be started is not, and tells its callers why: it takes calls
     * when its time is over.
     */
    private void awaitReady(InstanceSpec spec, Process process, RunningInstance running, InstanceOutput output)
            throws StartFailedException, InterruptedException {
        long startEnd =
                System.nanoTime() + JAVA_START.plus(settings.initTimeout()).toNanos();
        long initEnd = Long.MAX_VALUE;
        while (true) {
            Readiness.State state = Readiness.ask(running.socket());
            long now = System.nanoTime();
            if (state == Readiness.State.READY) {
                return;
            }
            if (!process.isAlive()) {
                throw exited(running, output);
            }
            if (state == Readiness.State.NOT_READY) {
                initEnd =
                        initEnd == Long.MAX_VALUE ? now + settings.initTimeout().toNanos() : initEnd;
                if (now - initEnd >= 0) {
                    return;
                }
            } else if (now - startEnd >= 0) {
                throw new StartFailedException("Error: " + spec.version() + " does not take calls "
                        + settings.initTimeout().toSeconds() + " s after its start");
            }
            ServerThreads.parkNanos(this, LOOK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** With what it said last, if that was a line of the server's about its start. */
    private static StartFailedException exited(RunningInstance running, InstanceOutput output)
            throws InterruptedException {
        String how = running.ended().join();
        List<String> lines = output.lastLines(OUTPUT_MILLIS);
        String prefix = "effe: ";
        String why = lines.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> ": " + line.substring(prefix.length()))
                .findFirst()
                .orElse("");
        return new StartFailedException(
                "Error: Runtime exited " + (how.isEmpty() ? "without providing a reason" : "with error: " + how) + why);
    }

    private static void end(RunningInstance running) {
        running.kill();
        running.ended().join();
    }

    /** Ends the thread that starts processes, and by that those that have not ended. */
    @Override
    public void close() {
        spawner.close();
    }
}
