package dev.effe.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.spi.topics.Batch;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever else writes to a topic has its records delivered, whatever they are. */
class OthersRecordsTest {

    private static final int LANES = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String application = KafkaBroker.newApplication();
    private final String topic = application + ".placed";
    private KafkaTopicStore store;

    @BeforeEach
    void open() throws Exception {
        store = opened();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private KafkaTopicStore opened() throws Exception {
        var address = KafkaBroker.shared().of(application);
        KafkaTopicStore opened = new KafkaTopicStore(new Clients(address), address, Times.OF_BROKERS);
        try {
            opened.create(List.of(new TopicSpec("placed", LANES, Optional.empty())));
            return opened;
        } catch (TopicException e) {
            opened.close();
            throw e;
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) throws Exception {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", KafkaBroker.shared().address());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private ProducerRecord<byte[], byte[]> record(String key, String value) {
        return new ProducerRecord<>(topic, key == null ? null : bytes(key), value == null ? null : bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** All that there are: a read may end before what it does not know of yet. */
    private List<StoredEvent> events() throws TopicException {
        List<StoredEvent> all = new ArrayList<>();
        Batch batch = after(0);
        while (!batch.events().isEmpty()) {
            all.addAll(batch.events());
            batch = after(batch.upTo());
        }
        return all;
    }

    private Batch after(long offset) throws TopicException {
        Map<Integer, Long> lanes = new HashMap<>();
        IntStream.range(0, LANES).forEach(lane -> lanes.put(lane, offset));
        return store.read("placed", lanes, 1_000, Long.MAX_VALUE);
    }

    private static List<String> payloads(List<StoredEvent> events) {
        return events.stream().map(event -> new String(event.payload(), UTF_8)).toList();
    }

    @Test
    void keysValuesAndHeadersAreTakenAsTheyAre() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            producer.send(record("k", "1"));
            producer.send(record(null, "2"));
            producer.send(record("k", null));
            ProducerRecord<byte[], byte[]> told = record("k", "{}");
            told.headers()
                    .add("content-type", bytes("application/json"))
                    .add("ce_id", bytes("theirs"))
                    .add("traceparent", bytes("00-1"))
                    .add("Host", bytes("x"))
                    .add("ce-id", bytes("x"))
                    .add("effe-attempt", bytes("7"))
                    .add("Effe-Depth", bytes("2"))
                    .add("a b", bytes("x"))
                    .add("bytes", new byte[] {(byte) 0xff})
                    .add("none", null)
                    .add("long", new byte[9_000]);
            producer.send(told);
        }

        List<StoredEvent> events = events();
        assertThat(payloads(events)).containsExactly("1", "2", "", "{}");
        assertThat(events).extracting(StoredEvent::offset).containsExactly(1L, 2L, 3L, 4L);
        assertThat(events)
                .extracting(StoredEvent::key)
                .containsExactly(Optional.of("k"), Optional.empty(), Optional.of("k"), Optional.of("k"));
        assertThat(events.get(0).lane()).isEqualTo(events.get(2).lane()).isEqualTo(store.lane("placed", "k"));
        assertThat(events.get(0).contentType()).isEqualTo("application/octet-stream");
        assertThat(events.get(3).contentType()).isEqualTo("application/json");
        assertThat(events.get(3).id()).contains("theirs");
        assertThat(events.get(3).headers())
                .containsOnly(Map.entry("traceparent", "00-1"), Map.entry("Effe-Depth", "2"));
    }

    @Test
    void keysThatAreNoTextHaveNamesOfTheirOwn() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            for (byte[] key : List.of(new byte[] {0, (byte) 0xff}, new byte[0], bytes("a\nb"), new byte[1_000])) {
                producer.send(new ProducerRecord<>(topic, key, bytes("x")));
            }
        }
        assertThat(events())
                .extracting(event -> event.key().orElseThrow())
                .satisfiesExactly(
                        key -> assertThat(key).isEqualTo("0x00ff"),
                        key -> assertThat(key).isEqualTo("0x"),
                        key -> assertThat(key).isEqualTo("0x610a62"),
                        key -> assertThat(key).startsWith("sha256:").hasSize(71));
    }

    @Test
    void recordsAreReadHoweverTheyAreCompressed() throws Exception {
        List<String> kinds = List.of("gzip", "snappy", "lz4", "zstd");
        for (String kind : kinds) {
            try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("compression.type", kind))) {
                producer.send(record("k", kind.repeat(100)));
            }
        }
        assertThat(payloads(events()))
                .containsExactlyElementsOf(
                        kinds.stream().map(kind -> kind.repeat(100)).toList());
    }

    @Test
    void whatIsTooLongIsPassedOverAndStopsNothing() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                producer(Map.of("max.request.size", 20 << 20, "buffer.memory", 64L << 20))) {
            producer.send(record("k", "1"));
            producer.send(new ProducerRecord<>(topic, bytes("k"), new byte[(16 << 20) + 1]))
                    .get();
            producer.send(new ProducerRecord<>(topic, bytes("k"), new byte[16 << 20]))
                    .get();
            producer.send(record("k", "3"));
        }
        assertThat(events()).extracting(event -> event.payload().length).containsExactly(1, 16 << 20, 1);
    }

    @Test
    void transactionsCountOnceTheyAreCommitted() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", application))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record("k", "taken back"));
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(record("k", "1"));
            producer.flush();
            assertThat(events()).isEmpty();
            producer.commitTransaction();
        }
        store.append(List.of(event("2", null)), PATIENCE);

        List<StoredEvent> events = events();
        assertThat(payloads(events)).containsExactly("1", "2");
        long last = events.get(1).offset();
        assertThat(store.read("placed", Map.of(events.get(1).lane(), last), 9, 9)
                        .events())
                .isEmpty();
    }

    private static NewEvent event(String payload, String id) {
        return new NewEvent(
                "placed", Optional.of("k"), Optional.ofNullable(id), "text/plain", Map.of(), bytes(payload));
    }

    /** As if a process had been killed between its append and telling others of the ids; one more had them meanwhile. */
    @Test
    void anIdThatNobodyWasToldOfCountsOnce() throws Exception {
        var records = new Records(application, Times.OF_BROKERS);
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            producer.send(records.of(event("1", "x"), topic));
            producer.send(records.of(event("again", "x"), topic));
            producer.send(records.of(event("2", "y"), topic));
        }
        assertThat(payloads(events())).containsExactly("1", "2");
        store.append(List.of(event("again", "y"), event("3", "z")), PATIENCE);
        assertThat(payloads(events())).containsExactly("1", "2", "3");
        store.close();
        store = opened();
        assertThat(payloads(events())).containsExactly("1", "2", "3");
    }

    @Test
    void anEventIsACloudEventForOthers() throws Exception {
        store.append(List.of(event("1", null), event("2", "own")), PATIENCE);
        List<StoredEvent> events = events();
        assertThat(events.get(0).id()).isPresent();
        assertThat(events.get(1).id()).contains("own");
        try (var consumer = new Clients(KafkaBroker.shared().of(application)).consumer(1 << 20, 100)) {
            var partition = new org.apache.kafka.common.TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var read = consumer.poll(PATIENCE).records(partition).get(0);
            Map<String, String> headers = new HashMap<>();
            read.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
            assertThat(headers)
                    .containsEntry("content-type", "text/plain")
                    .containsEntry("ce_specversion", "1.0")
                    .containsEntry("ce_source", "/" + application + "/placed")
                    .containsEntry("ce_type", "placed")
                    .containsEntry("ce_subject", "k")
                    .containsEntry("ce_id", events.get(0).id().orElseThrow());
        }
    }

    @Test
    void aTopicOfSeveralPartitionsIsRefusedInOneLine() throws Exception {
        store.close();
        String other = KafkaBroker.newApplication();
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", KafkaBroker.shared().address()))) {
            admin.createTopics(List.of(new NewTopic(other + ".placed", 3, (short) 1)))
                    .all()
                    .get();
        }
        var address = KafkaBroker.shared().of(other);
        try (KafkaTopicStore refused = new KafkaTopicStore(new Clients(address), address, Times.OF_BROKERS)) {
            assertThatThrownBy(() -> refused.create(List.of(new TopicSpec("placed", LANES, Optional.empty()))))
                    .isExactlyInstanceOf(TopicException.class)
                    .hasMessageContainingAll(other + ".placed", "3 partitions", "a topic of Effe has one");
        }
    }
}
