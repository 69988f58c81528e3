package dev.effe.server;

import dev.effe.kafka.KafkaBroker;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An application in real processes whose topics are in Kafka. Stateless. */
final class KafkaApp {

    private static final Path EFFE_JAR = Path.of(System.getProperty("effe.jar", "../effe-server/target/effe.jar"));

    private KafkaApp() {}

    /** The end of effe.yaml: the store and settings. */
    static String store(KafkaBroker broker) {
        return """
                store: {kind: kafka, brokers: "%s"}
                settings: {port: 0, admin-port: 0}
                """.formatted(broker.address());
    }

    /** Starts a process, and waits until it is ready. */
    static EffeProcess start(Path folder, String... arguments) {
        return EffeProcess.in(folder, EFFE_JAR).beside(jars()).start(arguments).ready();
    }

    /** The store and what it needs, as they are on this test's class path. */
    private static List<String> jars() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.matches(".*(effe[-_]kafka|kafka-clients-|lz4-java-|snappy-java-|zstd-jni-).*"))
                .filter(entry -> !entry.contains("test"))
                .toList();
    }
}
