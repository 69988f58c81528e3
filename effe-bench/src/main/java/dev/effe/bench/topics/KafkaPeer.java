package dev.effe.bench.topics;

import dev.effe.bench.compare.Load;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process with one Kafka broker and its producer, at their defaults: the CPU of both counts, as for the store of files.
 * Pipelined, a thread sends without waiting.
 */
final class KafkaAppending implements Appending {

    private final Process process;
    private final BufferedReader out;
    private final PrintStream in;

    private KafkaAppending(Process process) {
        this.process = process;
        out = process.inputReader(StandardCharsets.UTF_8);
        in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /**
     * Starts it.
     *
     * @param target the folder in which effe-bench/peers/kafka was built
     */
    static KafkaAppending start(Path java, Path target, Path folder) throws IOException {
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
        KafkaAppending kafka = new KafkaAppending(process);
        kafka.answer(); // It is ready.
        return kafka;
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
        in.println((pipelined ? "pipelined " : "one ") + seconds);
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
