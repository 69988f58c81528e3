package dev.effe.server.topics;

import static dev.effe.server.kit.Soon.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.topics.DeadEvents.Changed;
import dev.effe.server.topics.DeadEvents.Outcome;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Engines with threads of their own on a store that they share. */
class TopicEngineTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final GroupName REPORT = new GroupName("report", "placed", "report");

    private final MemoryTopics shared = new MemoryTopics(System::currentTimeMillis);
    private final BlockingQueue<String> delivered = new LinkedBlockingQueue<>();

    private static final class OneProcess implements AutoCloseable {
        final MemoryTopicStore store;
        final TopicEngine engine;
        final TopicAppends appends;
        final TopicOperations operations;

        OneProcess(MemoryTopicStore store, List<Trigger> triggers) throws TopicException {
            this.store = store;
            List<TopicSpec> topics = List.of(new TopicSpec("placed", 4, Optional.empty()));
            engine = TopicEngine.open(store, topics, triggers, TriggerListener.NONE, System::currentTimeMillis);
            appends = new TopicAppends(engine, store, Map.of("placed", 1_000));
            operations = new TopicOperations(engine, store, appends, topics, List.of(REPORT), List.of());
            engine.start();
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    private OneProcess process(String name, boolean isDown) throws TopicException {
        MemoryTopicStore store = new MemoryTopicStore(shared, name);
        store.isDown = isDown;
        TriggerTarget target = (event, told) -> {
            String payload = new String(event.payload(), UTF_8);
            delivered.add(name + " " + payload);
            told.accept(
                    payload.equals("bad") && event.event().attempt() == 1 && !redriven
                            ? new TriggerResult.Hopeless("It answered 422")
                            : TriggerResult.DONE);
        };
        TriggerRules rules = GroupTester.rules(true, 10, 2);
        return new OneProcess(store, List.of(new Trigger(rules, Instant.MIN, target, new Places(10))));
    }

    /** True once what was bad is good. */
    private volatile boolean redriven;

    private static List<NewEvent> event(String key, String payload) {
        return List.of(new NewEvent(
                "placed", Optional.of(key), Optional.empty(), "text/plain", Map.of(), payload.getBytes(UTF_8)));
    }

    @Test
    void aStoreThatIsDownAtTheStartIsWaitedFor() throws Exception {
        try (OneProcess process = process("a", true)) {
            assertThat(process.engine.isOpen()).isFalse();
            assertThatThrownBy(() -> process.appends.append(event("k", "1"), Duration.ofMillis(50)))
                    .isInstanceOf(TopicException.class)
                    .hasMessageContaining("did not answer within 50 ms");
            assertThatThrownBy(() -> process.operations.views("placed")).isInstanceOf(TopicException.class);

            process.store.isDown = false;
            process.appends.append(event("k", "2"), PATIENCE); // It waits for the store.
            assertThat(process.engine.isOpen()).isTrue();
            assertThat(delivered.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("a 2");
            assertThat(process.engine.storeErrors()).isPositive();
        }
    }

    @Test
    void aFaultOfTheStoreThatWillNotPassEndsTheStart() throws Exception {
        shared.create(List.of(new TopicSpec("placed", 5, Optional.empty())));
        assertThatThrownBy(() -> process("a", false)).isInstanceOf(TopicException.class);
    }

    @Test
    void aStopHandsOverAndBothSeeTheSameState() throws Exception {
        OneProcess a = process("a", false);
        try (OneProcess b = process("b", false)) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                GroupView view = a.operations.views("placed").get(0);
                assertThat(view.lanes())
                        .extracting(lane -> lane.owner().orElse(""))
                        .containsExactlyInAnyOrder("a", "a", "b", "b");
                assertThat(b.operations.views("placed").get(0).lanes()).isEqualTo(view.lanes());
            });
            a.close();
            assertThat(b.store.lanes("report", "placed"))
                    .noneMatch(lane -> lane.owner().filter("a"::equals).isPresent());
            for (int i = 0; i < 8; i++) {
                b.appends.append(event("k" + i, "" + i), PATIENCE);
            }
            for (int i = 0; i < 8; i++) {
                assertThat(delivered.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .startsWith("b ");
            }
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(b.operations.views("placed").get(0).lag())
                                    .isZero());
        } finally {
            a.close();
        }
    }

    @Test
    void deadEventsAreSeenAndRedrivenFromAnyProcess() throws Exception {
        try (OneProcess a = process("a", false);
                OneProcess b = process("b", false)) {
            await().atMost(PATIENCE)
                    .until(() -> a.engine.stats().get(0).lanes() == 2
                            && b.engine.stats().get(0).lanes() == 2);
            for (int i = 0; i < 4; i++) {
                a.appends.append(event(GroupTester.TOPIC + i, "bad"), PATIENCE);
            }
            DeadEvents ofA = a.operations.dead("placed", "report").orElseThrow();
            DeadEvents ofB = b.operations.dead("placed", "report").orElseThrow();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ofB.list(0, 10)).hasSize(4));
            redriven = true;
            delivered.clear();
            assertThat(ofB.redrive(1)).isEqualTo(Outcome.DONE);
            assertThat(ofB.redrive(1)).isEqualTo(Outcome.NOT_THERE);
            assertThat(ofA.redriveAll()).isEqualTo(new Changed(3, 0));
            for (int i = 0; i < 4; i++) {
                assertThat(delivered.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .endsWith(" bad");
            }
            await().atMost(PATIENCE).untilAsserted(() -> {
                GroupView view = b.operations.views("placed").get(0);
                assertThat(view.parked() + view.dead() + view.lag()).isZero();
                assertThat(a.engine.stats().get(0).dead()).isZero();
            });
            assertThat(delivered).isEmpty();
        }
    }
}
