package dev.effe.bench.topics;

import dev.effe.bench.compare.Load;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process with db-scheduler, which schedules tasks that do nothing and runs them. */
final class TaskPeer implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private final PrintStream in;

    private TaskPeer(Process process) {
        this.process = process;
        out = process.inputReader(StandardCharsets.UTF_8);
        in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /**
     * Starts it.
     *
     * @param target the folder in which effe-bench/peers/db-scheduler was built
     */
    static TaskPeer start(Path java, Path target, PostgresOptions database, Path log) throws IOException {
        if (!Files.exists(target.resolve("peer.jar"))) {
            throw new IOException("No db-scheduler: build it with ./mvnw -Pbench -DskipTests package");
        }
        TaskPeer peer = new TaskPeer(new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        target + "/peer.jar:" + target + "/lib/*",
                        "dev.effe.bench.peer.Peer",
                        database.url(),
                        database.user,
                        database.passwordFile.toString())
                .redirectError(log.toFile())
                .start());
        peer.answer(); // It is ready.
        return peer;
    }

    private String[] answer() throws IOException {
        while (true) {
            String line = out.readLine();
            if (line == null) {
                throw new IOException("db-scheduler has ended; see its log");
            }
            if (line.startsWith("peer ")) {
                return line.split(" ");
            }
        }
    }

    /** Schedules tasks, and waits until all were run. */
    Load run(int count) throws IOException {
        in.println(count);
        String[] answer = answer();
        return new Load(count / (Double.parseDouble(answer[2]) / 1e9), 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
