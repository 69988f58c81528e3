package dev.effe.kafka;

import dev.effe.spi.topics.TopicException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes topics of the brokers, and asks about them. Thread-safe. */
final class Brokers implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Brokers.class);
    private static final String RETENTION = "retention.ms";
    private static final String MOST_BYTES = "max.message.bytes";
    private static final long PATIENCE_SECONDS = 20;
    /** The longest piece that a topic may let others send: it is read whole. */
    private static final long MOST_READ_BYTES = 64L << 20;

    /** Topics that were made now, and those that were there. */
    record Topics(Set<String> made, Set<String> found) {}

    private final Clients clients;
    private final Times times;
    private final short replication;
    private volatile boolean closed;
    private volatile @Nullable Admin admin;

    Brokers(Clients clients, Times times, int replication) {
        this.clients = clients;
        this.times = times;
        this.replication = (short) replication;
    }

    private Admin admin() throws TopicException {
        Admin known = admin;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            if (closed) {
                throw new TopicException("The store of topics is closed");
            }
            Admin made = admin;
            if (made == null) {
                made = clients.admin();
                admin = made;
            }
            return made;
        }
    }

    private <T> T done(String what, Function<Admin, KafkaFuture<T>> asking) throws TopicException {
        try {
            return asking.apply(admin()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicException(what + ": the call was interrupted", e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw Failures.of(what, clients, e);
        }
    }

    /**
     * Makes topics that are not there, each of one partition.
     *
     * @param retention the milliseconds that each keeps events, by name; -1 for ever
     * @return those that it has made, and those that were there
     * @throws TopicException if one is there and cannot serve as a topic of Effe
     */
    Topics make(Map<String, Long> retention) throws TopicException {
        Set<String> made = new LinkedHashSet<>();
        Set<String> found = new LinkedHashSet<>();
        for (Map.Entry<String, Long> topic : retention.entrySet()) {
            boolean isThere = isThere(topic.getKey());
            boolean isMade = !isThere && make(topic.getKey(), topic.getValue());
            if (isThere) {
                found.add(topic.getKey());
            } else if (isMade) {
                made.add(topic.getKey());
            }
        }
        check(found);
        return new Topics(made, found);
    }

    private boolean isThere(String topic) throws TopicException {
        Map<String, TopicDescription> found;
        try {
            found = done(
                    "The topic " + topic + " cannot be looked up",
                    admin -> admin.describeTopics(List.of(topic)).allTopicNames());
        } catch (TopicException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
        for (TopicDescription each : found.values()) {
            if (each.partitions().size() != 1) {
                throw new TopicException("The topic " + topic + " of Kafka has "
                        + each.partitions().size()
                        + " partitions: a topic of Effe has one, whose offsets are its own,"
                        + " and lanes within it; give it another name in effe.yaml, and copy what is to be"
                        + " delivered");
            }
        }
        return true;
    }

    private boolean make(String topic, long retentionMillis) throws TopicException {
        NewTopic made = new NewTopic(topic, 1, replication)
                .configs(Map.of(
                        "cleanup.policy",
                        "delete",
                        RETENTION,
                        Long.toString(retentionMillis),
                        "retention.bytes",
                        "-1",
                        MOST_BYTES,
                        Integer.toString(Clients.MOST_RECORD_BYTES),
                        "message.timestamp.type",
                        times.kind(),
                        "message.timestamp.before.max.ms",
                        Long.toString(Long.MAX_VALUE)));
        try {
            done(
                    "The topic " + topic + " cannot be made",
                    admin -> admin.createTopics(List.of(made)).all());
            return true;
        } catch (TopicException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false; // Another process was faster.
            }
            throw e;
        }
    }

    /** Checks topics that were there: brokers do not know the settings of others yet. */
    private void check(Set<String> topics) throws TopicException {
        for (Map.Entry<String, Config> topic : configs(topics).entrySet()) {
            ConfigEntry most = topic.getValue().get(MOST_BYTES);
            if (most != null && Long.parseLong(most.value()) > MOST_READ_BYTES) {
                throw new TopicException("The topic " + topic.getKey() + " of Kafka takes records of up to "
                        + most.value() + " bytes (" + MOST_BYTES + "), but Effe reads at most " + MOST_READ_BYTES);
            }
        }
    }

    private Map<String, Config> configs(Set<String> topics) throws TopicException {
        List<ConfigResource> asked = new ArrayList<>();
        topics.forEach(topic -> asked.add(new ConfigResource(ConfigResource.Type.TOPIC, topic)));
        Map<String, Config> configs = new HashMap<>();
        done(
                        "The settings of topics cannot be read",
                        admin -> admin.describeConfigs(asked).all())
                .forEach((topic, config) -> configs.put(topic.name(), config));
        return configs;
    }

    /** Has topics keep events as long as they are to. */
    void keep(Map<String, Long> retention) throws TopicException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        configs(retention.keySet()).forEach((topic, config) -> {
            String wanted = String.valueOf(retention.get(topic));
            ConfigEntry found = config.get(RETENTION);
            if (found == null || !wanted.equals(found.value())) {
                changes.put(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(new ConfigEntry(RETENTION, wanted), AlterConfigOp.OpType.SET)));
            }
        });
        if (!changes.isEmpty()) {
            done(
                    "The retention of topics cannot be changed",
                    admin -> admin.incrementalAlterConfigs(changes).all());
        }
    }

    /** The offset of a record: of the first one, of the next one, or of the first one not before a time; -1 for none. */
    long offset(String topic, OffsetSpec place) throws TopicException {
        TopicPartition partition = new TopicPartition(topic, 0);
        return done(
                        "The offsets of " + topic + " cannot be read",
                        admin -> admin.listOffsets(Map.of(partition, place)).partitionResult(partition))
                .offset();
    }

    /** Deletes what is before an offset, some time. */
    void cut(String topic, long offset) {
        try {
            admin().deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .whenComplete((nothing, failure) -> {
                        if (failure != null) {
                            log.warn("The topic {} cannot be cut, and grows: {}", topic, failure.toString());
                        }
                    });
        } catch (TopicException | KafkaException e) {
            log.warn("The topic {} cannot be cut, and grows: {}", topic, e.getMessage());
        }
    }

    @Override
    public void close() {
        Admin last;
        synchronized (this) {
            closed = true;
            last = admin;
        }
        if (last != null) {
            last.close(Duration.ofSeconds(1));
        }
    }
}
