package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what was accepted, the log and what a function has written. It knows nothing of how events are delivered, only
 * what is promised.
 */
final class TopicsCheck {

    /** The events that run at a kill or were not written as done: the windows of 4 lanes, and a second. */
    private static final int AGAIN_AFTER_A_KILL = 4 * 256 + 3_000;

    private final List<Map<?, ?>> log;
    private final Set<Object> dead;
    /** Each "process key offset number attempt". */
    private final List<String> book;

    TopicsCheck(List<Map<?, ?>> log, List<Object> dead, List<String> book) {
        this.log = log;
        this.dead = new HashSet<>(dead);
        this.book = book;
    }

    void check(String seed, Set<Integer> accepted, int kills) {
        Set<Object> numbers = new HashSet<>();
        Map<Object, List<Integer>> offsetsByKey = new HashMap<>();
        for (int i = 0; i < log.size(); i++) {
            Map<?, ?> event = log.get(i);
            assertThat(event.get("offset")).as(seed).isEqualTo(i + 1);
            numbers.add(event.get("payload"));
            offsetsByKey
                    .computeIfAbsent(event.get("key"), key -> new ArrayList<>())
                    .add(i + 1);
        }
        assertThat(numbers).as(seed).containsAll(accepted);
        Set<Object> done = new HashSet<>();
        book.forEach(line -> done.add(Integer.valueOf(line.split(" ")[2])));
        for (Map<?, ?> event : log) {
            boolean poison = event.get("key").equals("poison");
            assertThat(poison ? dead : done).as(seed + " " + event).contains(event.get("offset"));
        }
        assertThat(dead).as(seed).doesNotContainAnyElementsOf(done);
        assertThat(book.size() - done.size()).as(seed + ": twice").isBetween(0, kills * AGAIN_AFTER_A_KILL);
        order(seed, offsetsByKey);
    }

    /** A process goes on with a key where it was left, or before that; and then leaves none out. */
    private void order(String seed, Map<Object, List<Integer>> offsetsByKey) {
        Map<String, Integer> lastOfProcess = new HashMap<>();
        Map<String, Integer> furthest = new HashMap<>();
        for (String line : book) {
            String[] parts = line.split(" ");
            List<Integer> offsets = offsetsByKey.get(parts[1]);
            int index = offsets.indexOf(Integer.valueOf(parts[2]));
            Integer before = lastOfProcess.put(parts[0] + parts[1], index);
            int most = furthest.getOrDefault(parts[1], -1);
            assertThat(index).as(seed + " " + line).isLessThanOrEqualTo(most + 1);
            if (before != null) {
                assertThat(index).as(seed + " " + line).isEqualTo(before + 1);
            }
            furthest.put(parts[1], Math.max(most, index));
        }
    }
}
