package dev.effe.bench.topics;

import dev.effe.bench.compare.Candidate;
import dev.effe.bench.compare.Load;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process with one Kafka broker, its producer and a consumer's loop, at their defaults: the CPU of all counts, as for the
 * store of files. Pipelined, a thread sends without waiting.
 */
final class KafkaPeer implements Appending {

    private final Process process;
    private final BufferedReader out;
    private final PrintStream in;
    private final int port;

    private KafkaPeer(Process process) throws IOException {
        this.process = process;
        out = process.inputReader(StandardCharsets.UTF_8);
        in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        port = Integer.parseInt(answer()[2]);
    }

    /**
     * Starts it.
     *
     * @param folder of the broker's log
     */
    static KafkaPeer start(Path java, Path folder) throws IOException, URISyntaxException {
        Path target =
                Candidate.benchJar().resolveSibling("../peers/kafka/target").normalize();
        if (!Files.exists(target.resolve("peer.jar"))) {
            throw new IOException("No Kafka: build it with ./mvnw -Pbench -DskipTests package");
        }
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        target + "/peer.jar:" + target + "/lib/*",
                        "dev.effe.bench.peer.Peer",
                        folder.toString(),
                        Integer.toString(THREADS),
                        Integer.toString(PAYLOAD_BYTES))
                .redirectError(folder.resolveSibling("kafka.log").toFile())
                .start();
        return new KafkaPeer(process);
    }

    /** Where the broker listens on the loopback address. */
    int port() {
        return port;
    }

    /** The next line that is one: a broker prints others. */
    private String[] answer() throws IOException {
        while (true) {
            String line = out.readLine();
            if (line == null) {
                throw new IOException("Kafka has ended; see kafka.log");
            }
            if (line.startsWith("peer ")) {
                return line.split(" ");
            }
        }
    }

    @Override
    public Load run(boolean pipelined, int seconds) throws IOException {
        return load((pipelined ? "pipelined " : "one ") + seconds);
    }

    /** Sends events, and has the loop take all of them. */
    Load deliver(int count) throws IOException {
        return load("deliver " + count);
    }

    private Load load(String command) throws IOException {
        in.println(command);
        String[] answer = answer();
        double count = Double.parseDouble(answer[1]);
        return new Load(
                count / (Double.parseDouble(answer[2]) / 1e9), 0, 0, 0, Double.parseDouble(answer[3]) / 1e3 / count, 0);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
