package dev.effe.tool.dev;

import dev.effe.server.cli.ToolException;
import dev.effe.server.jdk.Signals;
import dev.effe.server.settings.UsageException;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command once more, in a JVM that a debugger can attach to: the agent for that has to be there from the start of a JVM.
 * It stays over reloads, and so do breakpoints. Stateless.
 */
final class DebuggedProcess {

    /** The variable that has the process id of the one that waits. */
    static final String PARENT = "EFFE_DEV_PARENT";

    private static final String MAIN = "dev.effe.server.Main";
    private static final int LAST_PORT = 65_535;

    private DebuggedProcess() {}

    /**
     * Runs it to its end.
     *
     * @param port of loopback, for the debugger
     * @param arguments of effe
     * @return its exit code
     */
    static int run(int port, List<String> arguments, PrintStream out) throws IOException {
        check(port);
        out.println("A debugger can attach to 127.0.0.1:" + port);
        out.flush();
        ProcessBuilder builder = new ProcessBuilder(command(port, arguments)).inheritIO();
        builder.environment().put(PARENT, Long.toString(ProcessHandle.current().pid()));
        Process process = builder.start();
        // Signals of a terminal reach it by themselves; it counts each kind on its own.
        Signals.handle(List.of("TERM", "INT"), process::destroy);
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                process.destroy();
            }
        }
    }

    private static void check(int port) throws IOException {
        if (port < 1 || port > LAST_PORT) {
            throw new UsageException("--debug must be a port from 1 to " + LAST_PORT + ", but was " + port);
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new ToolException(
                    "Port " + port + " of --debug is taken: name another one, such as --debug " + other(port));
        }
    }

    private static int other(int port) {
        return port == LAST_PORT ? port - 1 : port + 1;
    }

    private static List<String> command(int port, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:" + port);
        String classPath = System.getProperty("java.class.path");
        if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
            command.addAll(List.of("-jar", classPath)); // Its manifest opens packages of Java's.
        } else {
            command.addAll(List.of("-cp", classPath, MAIN));
        }
        command.addAll(arguments);
        return command;
    }
}
