package dev.effe.kafka;

import dev.effe.spi.topics.StoreAddress;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** A real broker for tests, in KRaft mode, in a process of its own: it can be killed and started again. */
public final class KafkaBroker implements AutoCloseable {

    private static final AtomicInteger APPLICATIONS = new AtomicInteger();
    private static KafkaBroker shared;

    private final Path folder;
    private final int port;
    private final int controller;
    private Process process;

    private KafkaBroker(Path folder) throws IOException {
        this.folder = folder;
        this.port = freePort();
        this.controller = freePort();
    }

    /** One for all tests, which lasts until they are over. */
    public static synchronized KafkaBroker shared() throws Exception {
        if (shared == null) {
            shared = start();
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    public static KafkaBroker start() throws Exception {
        KafkaBroker broker = new KafkaBroker(Files.createTempDirectory("effe-kafka"));
        broker.begin();
        return broker;
    }

    /** The name of an application that nobody has had. */
    static String newApplication() {
        return "shop" + APPLICATIONS.incrementAndGet();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Where clients find it. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    StoreAddress of(String application) {
        return new StoreAddress(
                "host/1", address(), Optional.empty(), Optional.empty(), "effe", application, 1, Map.of());
    }

    /** Starts it. Returns when it listens. */
    public void begin() throws Exception {
        Path file = Files.writeString(folder.resolve("server.properties"), """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%d
                listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
                controller.listener.names=CONTROLLER
                log.dirs=%s
                num.partitions=1
                auto.create.topics.enable=false
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=1
                group.coordinator.rebalance.protocols=classic
                """.formatted(
                        controller, port, controller, folder.resolve("log")));
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", classPath(), BrokerMain.class.getName(), file.toString()));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("out").toFile()))
                .start();
        awaitOpen();
    }

    /** Libraries and this test's classes, without what configures logs. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*(logback|effe-server|effe_server).*"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void awaitOpen() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address(), "reconnect.backoff.max.ms", 100))) {
            for (long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120); System.nanoTime() < deadline; ) {
                if (!process.isAlive()) {
                    throw new IOException("The broker ends: " + Files.readString(folder.resolve("out")));
                }
                try {
                    if (!admin.describeCluster(new DescribeClusterOptions().timeoutMs(1_000))
                            .nodes()
                            .get()
                            .isEmpty()) {
                        return;
                    }
                } catch (ExecutionException e) {
                    // Not yet.
                }
            }
        }
        throw new IOException("The broker does not answer: " + Files.readString(folder.resolve("out")));
    }

    /** Ends it at once, as a crash does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        try {
            kill();
            try (Stream<Path> all = Files.walk(folder)) {
                all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
