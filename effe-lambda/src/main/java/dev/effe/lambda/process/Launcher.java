package dev.effe.lambda.process;

import dev.effe.lambda.LambdaVariables;
import dev.effe.spi.RuntimeSpec;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Starts the processes of a function. Each is the leader of a group of its own, and is killed by Linux when this process
 * ends, where the system has {@code setsid} and {@code setpriv}. Thread-safe.
 */
final class Launcher {

    /** Variables of this JVM and of the server; and the number of calls that share a process, which is one. */
    private static final Set<String> OF_SERVER = Set.of(
            "JAVA_TOOL_OPTIONS",
            "JDK_JAVA_OPTIONS",
            "_JAVA_OPTIONS",
            "AWS_LAMBDA_MAX_CONCURRENCY",
            "CLASSPATH",
            "NOTIFY_SOCKET",
            "LISTEN_FDS",
            "LISTEN_PID",
            "LISTEN_FDNAMES");

    private static final int MEMORY_MEGABYTES = 128;

    private final RuntimeSpec runtime;
    private final List<String> command;
    private final boolean leadsGroup;
    private final Map<String, String> variables;

    /**
     * @param command the program and its arguments
     * @param environment that of this process
     */
    Launcher(RuntimeSpec runtime, List<String> command, Map<String, String> environment) {
        this.runtime = runtime;
        this.variables = variables(runtime, environment);
        List<String> whole = new ArrayList<>();
        leadsGroup = works("setsid", "true");
        if (leadsGroup) {
            whole.add("setsid");
        }
        if (works("setpriv", "--pdeathsig", "KILL", "true")) {
            whole.addAll(List.of("setpriv", "--pdeathsig", "KILL"));
        }
        whole.addAll(command);
        this.command = List.copyOf(whole);
    }

    /** Returns true if a command ends well. */
    static boolean works(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The variables of processes, but for the address of the Runtime API. */
    static Map<String, String> variables(RuntimeSpec runtime, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.keySet().removeIf(name -> name.startsWith("EFFE_") || OF_SERVER.contains(name));
        runtime.handler().ifPresent(handler -> variables.put("_HANDLER", handler));
        variables.putAll(LambdaVariables.missing(
                new LambdaVariables.Described(
                        runtime.handler().orElse("bootstrap"),
                        runtime.functionName(),
                        ownName(runtime.folder()),
                        runtime.folder(),
                        MEMORY_MEGABYTES,
                        runtime.name()),
                variables));
        return variables;
    }

    private static String ownName(Path folder) {
        Path last = folder.getFileName();
        return last == null || last.toString().isEmpty() ? "function" : LambdaVariables.allowed(last.toString());
    }

    /** The variables of each process. */
    Map<String, String> variables() {
        return variables;
    }

    /** Returns true if a process is the leader of a group. */
    boolean leadsGroup() {
        return leadsGroup;
    }

    /**
     * Starts a process.
     *
     * @param api the address of its Runtime API
     */
    Process start(String api) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(runtime.folder().toFile())
                .redirectErrorStream(true)
                .redirectInput(nothing());
        builder.environment().clear();
        builder.environment().putAll(variables);
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", api);
        return Spawner.start(builder);
    }

    private static File nothing() {
        File device = new File("/dev/null");
        return Files.exists(device.toPath()) ? device : new File("NUL");
    }

    /**
     * Starts all processes on one thread, which never ends: Linux sends a process the signal of its parent's death when
     * the thread ends that has started it.
     */
    static final class Spawner {

        private static final LinkedBlockingQueue<Runnable> TASKS = new LinkedBlockingQueue<>();
        private static final Executor EXECUTOR = TASKS::add;

        static {
            Threads.start("effe-spawn", Spawner::work);
        }

        private Spawner() {}

        private static void work() {
            while (true) {
                try {
                    TASKS.take().run();
                } catch (InterruptedException e) {
                    // Nobody ends it.
                }
            }
        }

        static Process start(ProcessBuilder builder) throws IOException {
            FutureTask<Process> task = new FutureTask<>(builder::start);
            EXECUTOR.execute(task);
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return task.get();
                    } catch (InterruptedException e) {
                        interrupted = true; // The process is there in a moment, and must be known.
                    } catch (ExecutionException e) {
                        throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
