package dev.effe.server.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.spi.topics.Parked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks what processes deliver, knowing nothing of how they do: before an event begins, all earlier ones of its key are
 * over, wherever they ran.
 */
final class DeliveryChecker {

    private final Map<String, Integer> appended = new HashMap<>();
    /** By key the number up to which all is over. */
    private final Map<String, Integer> through = new HashMap<>();

    private final Set<String> over = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    private int duplicates;

    void appended(String key, int number) {
        appended.put(key, number);
    }

    private static String key(String event) {
        return event.substring(0, event.indexOf(':'));
    }

    private static int number(String event) {
        return Integer.parseInt(event.substring(event.indexOf(':') + 1));
    }

    void began(String event) {
        if (over.contains(event)) {
            duplicates++;
        }
        if (!key(event).isEmpty() && number(event) > through.getOrDefault(key(event), 0) + 1) {
            faults.add(event + " began, but its key is through with " + through.get(key(event)) + " only");
        }
    }

    void ended(String event, int attempt, TriggerResult result) {
        boolean isOver = result instanceof TriggerResult.Done || result instanceof TriggerResult.Hopeless;
        if (result instanceof TriggerResult.Failed) {
            isOver = attempt == 3; // It has two retries.
        }
        if (isOver && over.add(event)) {
            int next = through.getOrDefault(key(event), 0);
            while (over.contains(key(event) + ":" + (next + 1))) {
                next++;
            }
            through.put(key(event), next);
        }
    }

    /** The number of events that began although they were over. */
    int duplicates() {
        return duplicates;
    }

    /** To be called when nothing is left to deliver. */
    void check(List<Parked> dead) {
        assertThat(faults).as("order").isEmpty();
        Set<String> lost = new HashSet<>();
        appended.forEach((key, last) -> {
            for (int number = 1; number <= last; number++) {
                lost.add(key + ":" + number);
            }
        });
        lost.removeAll(over);
        assertThat(lost).as("lost").isEmpty();
        assertThat(dead)
                .as("dead")
                .allSatisfy(each -> assertThat(each.attempts()).isPositive());
    }
}
