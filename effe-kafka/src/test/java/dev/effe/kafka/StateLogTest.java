package dev.effe.kafka;

import static dev.effe.server.kit.Soon.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.LaneState;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedChange;
import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.StoreAddress;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The state of groups outlasts the commands that it came from: these are cut off behind a snapshot. */
class StateLogTest {

    private static final int SNAPSHOT_EVERY = 20;
    private static final List<TopicSpec> TOPICS = List.of(new TopicSpec("placed", 4, Optional.empty()));

    /** Records that somebody else may write. */
    private static final List<String> NO_COMMANDS = List.of(
                    "{'do':'part','snapshot':'a','at':0,'index':1,'count':1,'bytes':''}",
                    "{'do':'part','snapshot':'a','at':0,'index':-1,'count':1,'bytes':''}",
                    "{'do':'part','snapshot':'a','at':0,'index':0,'count':2147483647,'bytes':''}",
                    "{'do':'part','snapshot':'b','at':0,'index':0,'count':2,'bytes':''}",
                    "{'do':'part','snapshot':'b','at':0,'index':2,'count':3,'bytes':''}",
                    "{'do':'part','at':0,'index':0,'count':1}",
                    "{'do':'topics'}",
                    "{'do':'renew'}",
                    "{'do':'commit'}",
                    "{'do':'save'}",
                    "{'do':'register','topic':'placed'}",
                    "{'do':'forget','replay':{}}")
            .stream()
            .map(command -> command.replace('\'', '"'))
            .toList();

    private final String application = KafkaBroker.newApplication();
    private final TopicPartition partition = new TopicPartition(application + "._state", 0);

    private KafkaTopicStore open() throws Exception {
        StoreAddress address = KafkaBroker.shared().of(application);
        KafkaTopicStore store = new KafkaTopicStore(new Clients(address), address, Times.OF_BROKERS, SNAPSHOT_EVERY);
        store.create(TOPICS);
        return store;
    }

    private long first(Admin admin) throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    @Test
    void aStateIsReadFromItsSnapshotOnWhateverElseIsInItsTopic() throws Exception {
        try (Admin admin = Admin.create(
                        Map.of("bootstrap.servers", KafkaBroker.shared().address()));
                KafkaTopicStore store = open()) {
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", KafkaBroker.shared().address()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                producer.send(new ProducerRecord<>(partition.topic(), new byte[] {1, 2, 3}));
                producer.send(new ProducerRecord<>(partition.topic(), null));
                for (String command : NO_COMMANDS) {
                    producer.send(new ProducerRecord<>(partition.topic(), command.getBytes(UTF_8)));
                }
            }
            LaneClaims claims = store.claims("report", "placed", 0);
            claims.renew();
            Parked dead =
                    new Parked(9, 2, Optional.of("k"), 3, Instant.EPOCH, Optional.of(Instant.EPOCH), "x".repeat(1_000));
            store.commit(claims, Map.of(2, 9L), List.of(new ParkedChange.Put(dead)));
            await().until(() -> {
                store.commit(claims, Map.of(1, first(admin) + 1), List.of());
                return first(admin) > 2L * SNAPSHOT_EVERY;
            });
            List<LaneState> lanes = store.lanes("report", "placed");

            try (KafkaTopicStore later = open()) {
                assertThat(later.lanes("report", "placed")).isEqualTo(lanes);
                assertThat(later.parked("report", "placed", ParkedFilter.of(ParkedFilter.Kind.DEAD), 9))
                        .containsExactly(dead);
                assertThat(later.claims("report", "placed", 0).renew().gained()).isEmpty();
                store.commit(claims, Map.of(3, 7L), List.of());
                assertThat(later.lanes("report", "placed").get(3).cursor()).isEqualTo(7);
            }
        }
    }

    @Test
    void theClockIsTheBrokersAndTheTimesOfEventsAreIts() throws Exception {
        try (KafkaTopicStore store = open()) {
            Instant before = store.now();
            store.append(
                    List.of(new dev.effe.spi.topics.NewEvent(
                            "placed", Optional.empty(), Optional.empty(), "text/plain", Map.of(), new byte[0])),
                    java.time.Duration.ofSeconds(60));
            Map<Integer, Long> all = Map.of(0, 0L, 1, 0L, 2, 0L, 3, 0L);
            assertThat(store.read("placed", all, 1, 1).events().get(0).time()).isBetween(before, store.now());
        }
    }

    private void refuses(StoreAddress address, String... words) {
        assertThatThrownBy(() -> new KafkaTopicStoreProvider().open(address))
                .isInstanceOf(TopicException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void whatThePromisesHangOnIsNotToBeSet() {
        Optional<String> user = Optional.of("shop");
        refuses(address(Optional.empty(), Map.of("acks", "1")), "properties.acks", "sasl.");
        refuses(address(user, Map.of()), "password-file");
    }

    private static StoreAddress address(Optional<String> user, Map<String, String> properties) {
        Optional<Path> none = Optional.empty();
        return new StoreAddress("host/1", "127.0.0.1:1", user, none, "effe", "shop", 1, properties);
    }

    @Test
    void brokersThatDoNotAnswerAreToBeAskedAgain() throws Exception {
        StoreAddress address = address(Optional.empty(), Map.of());
        try (KafkaTopicStore store = new KafkaTopicStore(new Clients(address), address, Times.OF_BROKERS)) {
            assertThatThrownBy(() -> store.create(TOPICS))
                    .isInstanceOf(dev.effe.spi.topics.StoreUnreachableException.class)
                    .hasMessageContaining("127.0.0.1:1");
        }
    }
}
