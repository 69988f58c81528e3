package dev.effe.bench.peer;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * One Kafka broker, which is its own controller, its producer and a consumer's loop. It prints "peer ready PORT", then for
 * each line "one SECONDS", "pipelined SECONDS" or "deliver EVENTS" of its input: "peer EVENTS NANOS CPU-NANOS".
 */
public final class Peer {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int KEYS = 10_007;

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final ExecutorService executor;
    private final int threads;
    private final byte[] payload;

    private Peer(int port, int threads, int payloadBytes) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", "127.0.0.1:" + port), new StringSerializer(), new ByteArraySerializer());
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        "127.0.0.1:" + port,
                        "group.id",
                        "loop",
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        "false"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        this.executor = Executors.newFixedThreadPool(threads);
        this.threads = threads;
        this.payload = new byte[payloadBytes];
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        int port = startBroker(Path.of(arguments[0]));
        Peer peer = new Peer(port, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        peer.producer
                .send(new ProducerRecord<>("placed", "first", peer.payload))
                .get();
        peer.producer
                .send(new ProducerRecord<>("delivered", "first", peer.payload))
                .get();
        peer.consumer.subscribe(List.of("delivered"));
        peer.take(1);
        out.println("peer ready " + port);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            int number = Integer.parseInt(words[1]);
            out.println("peer "
                    + (words[0].equals("deliver")
                            ? peer.deliver(number)
                            : peer.run(words[0].equals("pipelined"), number)));
        }
        System.exit(0);
    }

    private static int startBroker(Path folder) throws IOException {
        int port = freePort();
        int controller = freePort();
        Files.createDirectories(folder);
        Path file = Files.writeString(folder.resolve("server.properties"), """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%d
                listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
                controller.listener.names=CONTROLLER
                log.dirs=%s
                num.partitions=16
                offsets.topic.replication.factor=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                """.formatted(
                        controller, port, controller, folder.resolve("log")));
        int formatted = kafka.tools.StorageTool.execute(
                new String[] {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()}, System.err);
        if (formatted != 0) {
            throw new IOException("The folder could not be formatted: " + formatted);
        }
        Thread broker = new Thread(() -> kafka.Kafka.main(new String[] {file.toString()}), "broker");
        broker.setDaemon(true);
        broker.start();
        return port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private String deliver(int count) throws Exception {
        long cpuNanos = SYSTEM.getProcessCpuTime();
        long beganNanos = System.nanoTime();
        Future<?> sending = executor.submit(() -> {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>("delivered", "key-" + i % KEYS, payload));
            }
            producer.flush();
        });
        take(count);
        sending.get();
        return count + " " + (System.nanoTime() - beganNanos) + " " + (SYSTEM.getProcessCpuTime() - cpuNanos);
    }

    /** Takes so many records, and commits what each poll gives. */
    private void take(int count) throws IOException {
        long endNanos = System.nanoTime() + PATIENCE_NANOS;
        for (int left = count; left > 0; ) {
            if (System.nanoTime() > endNanos) {
                throw new IOException(left + " of " + count + " records have not come");
            }
            int taken = consumer.poll(POLL).count();
            if (taken > 0) {
                consumer.commitSync();
                left -= taken;
            }
        }
    }

    private String run(boolean pipelined, int seconds) throws Exception {
        long cpuNanos = SYSTEM.getProcessCpuTime();
        long beganNanos = System.nanoTime();
        long endNanos = beganNanos + seconds * 1_000_000_000L;
        AtomicLong kept = new AtomicLong();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(executor.submit(() -> {
                append(pipelined, endNanos, kept);
                return null;
            }));
        }
        for (Future<?> each : running) {
            each.get();
        }
        producer.flush();
        long passedNanos = System.nanoTime() - beganNanos;
        return kept + " " + passedNanos + " " + (SYSTEM.getProcessCpuTime() - cpuNanos);
    }

    private void append(boolean pipelined, long endNanos, AtomicLong kept) throws Exception {
        for (long count = 0; System.nanoTime() < endNanos; count++) {
            var sent =
                    producer.send(new ProducerRecord<>("placed", "key-" + count % KEYS, payload), (place, failure) -> {
                        if (failure == null) {
                            kept.incrementAndGet();
                        }
                    });
            if (!pipelined) {
                sent.get();
            }
        }
    }
}
