package dev.effe.server.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Processes that share a group on a store in memory, whose clock the test turns. */
final class GroupProcesses implements GroupProcess.Witness {

    static final int LANES = 8;
    private static final long TURN_MILLIS = 250;

    long nowMillis = 1_000_000;
    final MemoryTopics shared = new MemoryTopics(() -> nowMillis);
    final List<GroupProcess> all = new ArrayList<>();
    /** Everything that ever began, as "process key:payload". */
    final List<String> begun = new ArrayList<>();

    final DeliveryChecker checker = new DeliveryChecker();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final TriggerRules rules;

    GroupProcesses(TriggerRules rules) throws TopicException {
        this.rules = rules;
        shared.create(List.of(new TopicSpec("placed", LANES, Optional.empty())));
    }

    GroupProcesses() throws TopicException {
        this(GroupTester.rules(true, 100, 2));
    }

    GroupProcess start(String name) throws TopicException {
        GroupProcess process = new GroupProcess(name, shared, rules, this);
        all.add(process);
        return process;
    }

    /** Its end without any word. */
    void kill(GroupProcess process) {
        all.remove(process);
    }

    @Override
    public void began(GroupProcess process, String event) {
        begun.add(process.name + " " + event);
        checker.began(event);
    }

    @Override
    public void ended(String event, int attempt, TriggerResult result) {
        checker.ended(event, attempt, result);
    }

    /** Appends the next events of keys: of the key a the events a:1, a:2 and so on. */
    void append(String... keys) {
        for (String key : keys) {
            int number = numbers.merge(key, 1, Integer::sum);
            checker.appended(key, number);
            shared.append(List.of(new NewEvent(
                    "placed",
                    key.isEmpty() ? Optional.empty() : Optional.of(key),
                    Optional.empty(),
                    "text/plain",
                    Map.of(),
                    Integer.toString(number).getBytes(UTF_8))));
        }
    }

    /** Lets time pass, while these processes take their turns and others sleep. */
    void pass(Duration time, List<GroupProcess> awake) {
        for (long left = time.toMillis(); left > 0; left -= TURN_MILLIS) {
            nowMillis += Math.min(left, TURN_MILLIS);
            awake.forEach(GroupProcess::turn);
        }
    }

    void pass(Duration time) {
        pass(time, List.copyOf(all));
    }

    /** Lets time pass in which each event succeeds at once. */
    void serve(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= TURN_MILLIS) {
            pass(Duration.ofMillis(TURN_MILLIS));
            all.forEach(process -> process.endAll(TriggerResult.DONE));
        }
    }

    /** Appends events of so many keys to each lane. */
    void appendToAllLanes(int each) {
        for (int i = 0; i < each; i++) {
            for (int lane = 0; lane < LANES; lane++) {
                append(key(lane, i));
            }
        }
    }

    /** A key of a lane. */
    static String key(int lane, int number) {
        for (int i = 0, found = 0; ; i++) {
            if (Math.floorMod(("k" + i).hashCode(), LANES) == lane && found++ == number) {
                return "k" + i;
            }
        }
    }
}
