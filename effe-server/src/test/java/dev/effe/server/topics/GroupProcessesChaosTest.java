package dev.effe.server.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.ParkedFilter.Kind;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that join, leave, die and sleep, and a store that fails, as chance has it. */
class GroupProcessesChaosTest {

    private static final int STEPS = 4_000;
    private static final int MOST_PROCESSES = 4;
    private static final int KEYS = 25;

    private Random random = new Random();
    private GroupProcesses processes;
    private final Set<GroupProcess> asleep = new HashSet<>();
    private int started;
    /** Lanes that went to another process without being given back, at most. */
    private int torn;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void noEventIsLostAndOrderIsKept(long seed) throws TopicException {
        random = new Random(seed);
        processes = new GroupProcesses();
        processes.start("p0");
        for (int step = 0; step < STEPS; step++) {
            step(random.nextInt(1_000), true);
        }
        finish();

        assertThat(processes.checker.duplicates()).isLessThanOrEqualTo(torn * Lane.WINDOW);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void nothingIsDeliveredTwiceWhereAllJoinAndLeaveInOrder(long seed) throws TopicException {
        random = new Random(seed);
        processes = new GroupProcesses();
        processes.start("p0");
        for (int step = 0; step < STEPS; step++) {
            step(random.nextInt(1_000), false);
        }
        finish();

        assertThat(processes.checker.duplicates()).isZero();
    }

    private GroupProcess any() {
        return processes.all.get(random.nextInt(processes.all.size()));
    }

    private void step(int chance, boolean violent) throws TopicException {
        if (chance < 300) {
            append();
        } else if (chance < 600) {
            end(any());
        } else if (chance < 900) {
            processes.nowMillis += random.nextInt(400);
            turn();
        } else if (chance < 910) {
            join();
        } else if (chance < 916) {
            leave();
        } else if (violent) {
            harm(chance);
        }
    }

    private void append() {
        for (int i = random.nextInt(4); i >= 0; i--) {
            processes.append(random.nextInt(10) == 0 ? "" : "key" + random.nextInt(KEYS));
        }
    }

    private void end(GroupProcess process) {
        if (process.running.isEmpty()) {
            return;
        }
        List<String> running = List.copyOf(process.running.keySet());
        int chance = random.nextInt(100);
        TriggerResult result = chance < 12
                ? new TriggerResult.Failed("It answered 503")
                : chance < 14 ? TriggerResult.REFUSED : TriggerResult.DONE;
        process.end(running.get(random.nextInt(running.size())), result);
    }

    private void turn() {
        for (GroupProcess each : List.copyOf(processes.all)) {
            if (!asleep.contains(each)) {
                each.turn();
            }
            if (each.leaving && each.running.isEmpty()) {
                each.close();
                processes.kill(each);
                asleep.remove(each);
            }
        }
        if (processes.all.isEmpty()) {
            join();
        }
    }

    private void join() {
        if (processes.all.size() < MOST_PROCESSES) {
            try {
                processes.start("p" + ++started);
            } catch (TopicException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void leave() {
        GroupProcess process = any();
        if (!process.leaving && !asleep.contains(process)) {
            process.leave();
        }
    }

    private void harm(int chance) throws TopicException {
        GroupProcess process = any();
        if (chance < 926) {
            torn += process.owned().size();
            processes.kill(process);
            asleep.remove(process);
            join();
        } else if (chance < 940) {
            torn += asleep.add(process) ? process.owned().size() : 0;
        } else if (chance < 960) {
            asleep.clear();
        } else if (chance < 970) {
            torn += process.owned().size();
            process.store.isDown = true;
        } else if (chance < 990) {
            processes.all.forEach(each -> each.store.isDown = false);
        } else {
            process.store.failsToCommit = !process.store.failsToCommit;
        }
    }

    private void finish() throws TopicException {
        asleep.clear();
        processes.all.forEach(each -> {
            each.store.isDown = false;
            each.store.failsToCommit = false;
        });
        List<GroupProcess> leaving = new ArrayList<>(processes.all);
        join();
        for (int minute = 0; minute < 30; minute++) {
            processes.serve(Duration.ofMinutes(1));
            leaving.removeIf(each -> !each.leaving);
        }
        MemoryTopicStore store = processes.all.get(0).store;
        assertThat(store.count("report", "placed", ParkedFilter.of(Kind.WAITING)))
                .isZero();
        processes.checker.check(store.parked("report", "placed", ParkedFilter.of(Kind.DEAD), Integer.MAX_VALUE));
        List<StoredEvent> all = processes.shared.log("placed");
        assertThat(all)
                .extracting(StoredEvent::offset)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, all.size()).boxed().toList());
        assertThat(store.lanes("report", "placed"))
                .allSatisfy(lane -> assertThat(lane.cursor()).isEqualTo(all.size()));
    }
}
