package dev.effe.kafka;

import dev.effe.spi.topics.StoreAddress;
import dev.effe.spi.topics.TopicException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes clients of the brokers. The password's file is read for each, so that a new password needs no restart.
 * Thread-safe.
 */
final class Clients {

    /** The time that a request may take. */
    static final int REQUEST_MILLIS = 10_000;

    /** The time after which a record that was not acknowledged has failed. */
    private static final int DELIVERY_MILLIS = 15_000;

    /** A record with the longest payload that an event may have, its key and its headers. */
    static final int MOST_RECORD_BYTES = 20 << 20;

    /** The bytes of records that go to a partition in one piece. */
    static final int BATCH_BYTES = 1 << 20;

    /** The bytes that a consumer asks for at once. */
    static final int FETCHED_BYTES = 4 << 20;

    private static final int LONGEST_PASSWORD_BYTES = 4096;

    /** The properties that effe.yaml may have: the promises of a store hang on others. */
    private static final List<String> OPEN =
            List.of("security.", "ssl.", "sasl.", "client.", "socket.connection.", "reconnect.", "compression.");

    private final StoreAddress address;

    /** @throws TopicException if the address has properties that are not open */
    Clients(StoreAddress address) throws TopicException {
        this.address = address;
        for (String name : address.properties().keySet()) {
            if (OPEN.stream().noneMatch(name::startsWith)) {
                throw new TopicException("properties." + name + " is Effe's to set: only those that begin with "
                        + String.join(", ", OPEN) + " may be in effe.yaml");
            }
            if (name.equals("sasl.jaas.config") && address.user().isPresent()) {
                throw new TopicException("properties." + name + " is made of user and password-file: leave it out");
            }
        }
        if (address.user().isPresent() != address.passwordFile().isPresent()) {
            throw new TopicException("user and password-file of a store of kind kafka go together");
        }
    }

    Admin admin() throws TopicException {
        return made(Map.of("default.api.timeout.ms", REQUEST_MILLIS), Admin::create);
    }

    /** Keeps what is sent in order and once, on all replicas that are in sync; sends once it is flushed. */
    Producer<byte[], byte[]> producer() throws TopicException {
        Map<String, Object> own = Map.of(
                "acks",
                "all",
                "enable.idempotence",
                true,
                "linger.ms",
                1_000,
                "batch.size",
                BATCH_BYTES,
                "buffer.memory",
                64L << 20,
                "max.request.size",
                MOST_RECORD_BYTES,
                "max.block.ms",
                REQUEST_MILLIS,
                "delivery.timeout.ms",
                DELIVERY_MILLIS);
        return made(
                own,
                all -> new KafkaProducer<byte[], byte[]>(all, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /**
     * Reads partitions that it is told of, from places that it is told of.
     *
     * @param fetchedBytes how much it asks for at once
     * @param waitMillis how long a broker waits for something to answer with; other requests wait meanwhile
     */
    Consumer<byte[], byte[]> consumer(int fetchedBytes, int waitMillis) throws TopicException {
        Map<String, Object> own = Map.of(
                "group.protocol",
                "classic",
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "none",
                "isolation.level",
                "read_committed",
                "allow.auto.create.topics",
                false,
                "fetch.max.wait.ms",
                waitMillis,
                "fetch.max.bytes",
                fetchedBytes,
                "max.partition.fetch.bytes",
                fetchedBytes,
                "max.poll.records",
                1_000,
                "default.api.timeout.ms",
                REQUEST_MILLIS);
        return made(
                own,
                all -> new KafkaConsumer<byte[], byte[]>(
                        all, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** Does not wait for answers. */
    static void close(Consumer<?, ?> consumer) {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }

    /** Kafka finds its classes by the thread's loader, which may be a function's. */
    private <T> T made(Map<String, Object> own, Function<Map<String, Object>, T> by) throws TopicException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Clients.class.getClassLoader());
        try {
            return by.apply(all(own));
        } catch (KafkaException e) {
            throw Failures.of("A client of Kafka cannot be made", this, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Map<String, Object> all(Map<String, Object> own) throws TopicException {
        Map<String, Object> all = new HashMap<>();
        all.put("client.id", "effe");
        if (address.user().isPresent()) {
            all.put("security.protocol", "SASL_SSL");
            all.put("sasl.mechanism", "SCRAM-SHA-512");
        }
        all.putAll(address.properties());
        all.putAll(own);
        all.put("bootstrap.servers", address.server());
        all.put("request.timeout.ms", REQUEST_MILLIS);
        all.put("metric.reporters", List.of());
        all.put("enable.metrics.push", false);
        if (address.user().isPresent() && address.passwordFile().isPresent()) {
            all.put("sasl.jaas.config", login(String.valueOf(all.get("sasl.mechanism"))));
        }
        return all;
    }

    private String login(String mechanism) throws TopicException {
        String module = mechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
        return "org.apache.kafka.common.security." + module + " required username="
                + quoted(address.user().orElseThrow()) + " password="
                + quoted(password(address.passwordFile().orElseThrow())) + ";";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String password(Path file) throws TopicException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] read = in.readNBytes(LONGEST_PASSWORD_BYTES + 1);
            if (read.length > LONGEST_PASSWORD_BYTES) {
                throw new TopicException(
                        "password-file must have at most " + LONGEST_PASSWORD_BYTES + " bytes: " + file);
            }
            return new String(read, StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new TopicException("password-file cannot be read: " + e, e);
        }
    }

    /** The brokers. */
    @Override
    public String toString() {
        return address.server();
    }
}
