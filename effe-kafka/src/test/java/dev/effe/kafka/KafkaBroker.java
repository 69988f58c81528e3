package dev.effe.kafka;

import dev.effe.server.tls.TestIdentity;
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

    /** More of its settings. */
    private final String more;

    private KafkaBroker(Path folder, String more) throws IOException {
        this.folder = folder;
        this.more = more;
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
        return start(Files.createTempDirectory("effe-kafka"), "");
    }

    private static KafkaBroker start(Path folder, String more) throws Exception {
        KafkaBroker broker = new KafkaBroker(folder, more);
        broker.begin();
        return broker;
    }

    /**
     * One that has another port, for whoever logs in over TLS, by SCRAM or PLAIN.
     *
     * @param password that user {@code shop} has for PLAIN
     */
    static KafkaBroker startWithLogins(int port, TestIdentity identity, String password) throws Exception {
        Path folder = Files.createTempDirectory("effe-kafka");
        Path pem = Files.writeString(folder.resolve("broker.pem"), identity.keyPem() + identity.certificatePem());
        return start(folder, """
                advertised.listeners=PLAINTEXT://127.0.0.1:@port@,LOGIN://127.0.0.1:%d
                listeners=PLAINTEXT://127.0.0.1:@port@,LOGIN://127.0.0.1:%d,CONTROLLER://127.0.0.1:@controller@
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,LOGIN:SASL_SSL,CONTROLLER:PLAINTEXT
                inter.broker.listener.name=PLAINTEXT
                listener.name.login.ssl.keystore.type=PEM
                listener.name.login.ssl.keystore.location=%s
                listener.name.login.sasl.enabled.mechanisms=SCRAM-SHA-512,PLAIN
                listener.name.login.scram-sha-512.sasl.jaas.config=\
                  org.apache.kafka.common.security.scram.ScramLoginModule required;
                listener.name.login.plain.sasl.jaas.config=\
                  org.apache.kafka.common.security.plain.PlainLoginModule required user_shop="%s";
                """.formatted(port, port, pem, password));
    }

    /** The name of an application that nobody has had. */
    static String newApplication() {
        return "shop" + APPLICATIONS.incrementAndGet();
    }

    static int freePort() throws IOException {
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
        Path file = Files.writeString(
                folder.resolve("server.properties"),
                """
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
                """.formatted(controller, port, controller, folder.resolve("log"))
                        + more.replace("@port@", "" + port).replace("@controller@", "" + controller));
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
