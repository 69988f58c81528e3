package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

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
    private static final int AGAIN_AFTER_A_FAULT = 4 * 256 + 3_000;

    private final String what;
    private final List<LogEvent> log;
    private final Set<Integer> dead;
    /** Each "process key offset number attempt", in the order in which functions were done. */
    private final List<String> book;

    /** An event of the log. */
    record LogEvent(int offset, String key, int number) {}

    /** @param what tells the run, in each failure */
    TopicsCheck(String what, List<LogEvent> log, List<Integer> dead, List<String> book) {
        this.what = what;
        this.log = log;
        this.dead = new HashSet<>(dead);
        this.book = book;
    }

    /** No accepted event is lost, offsets are dense, each event is done or, if poisoned, dead; keys keep their order. */
    TopicsCheck nothingIsLost(Set<Integer> accepted) {
        Set<Integer> numbers = new HashSet<>();
        for (int i = 0; i < log.size(); i++) {
            assertThat(log.get(i).offset()).as(what).isEqualTo(i + 1);
            numbers.add(log.get(i).number());
        }
        Set<Integer> lost = new HashSet<>(accepted);
        lost.removeAll(numbers);
        assertThat(lost).as(what + ": accepted and not in the log").isEmpty();
        Set<Integer> done = done();
        for (LogEvent event : log) {
            boolean isOver = (event.key().equals("poison") ? dead : done).contains(event.offset());
            assertThat(isOver).as(what + ": is over: " + event).isTrue();
        }
        Set<Integer> both = new HashSet<>(dead);
        both.retainAll(done);
        assertThat(both).as(what + ": dead and done").isEmpty();
        return this;
    }

    private Set<Integer> done() {
        Set<Integer> done = new HashSet<>();
        book.forEach(line -> done.add(Integer.valueOf(line.split(" ")[2])));
        return done;
    }

    /** @param faults how often a process lost what it had not written */
    TopicsCheck littleIsDoneTwice(int faults) {
        assertThat(book.size() - done().size()).as(what + ": done twice").isBetween(0, faults * AGAIN_AFTER_A_FAULT);
        return this;
    }

    /** An event of a key is done only when those before it are; a process goes back no further than others were. */
    TopicsCheck keysKeepTheirOrder() {
        Map<String, Integer> furthest = new HashMap<>();
        Map<Integer, Integer> places = places();
        for (String line : book) {
            String[] parts = line.split(" ");
            int index = places.get(Integer.valueOf(parts[2]));
            int most = furthest.getOrDefault(parts[1], -1);
            assertThat(index).as(what + ": " + line).isLessThanOrEqualTo(most + 1);
            furthest.put(parts[1], Math.max(most, index));
        }
        return this;
    }

    /** A process goes on with a key where it was left, or before that; and then it leaves none out and goes never back. */
    TopicsCheck processesNeverGoBack() {
        Map<String, Integer> lastOfProcess = new HashMap<>();
        Map<Integer, Integer> places = places();
        for (String line : book) {
            String[] parts = line.split(" ");
            int index = places.get(Integer.valueOf(parts[2]));
            Integer before = lastOfProcess.put(parts[0] + " " + parts[1], index);
            assertThat(before == null ? index : before + 1)
                    .as(what + ": " + line)
                    .isEqualTo(index);
        }
        return this;
    }

    /** By offset the index of an event among those of its key. */
    private Map<Integer, Integer> places() {
        Map<Integer, Integer> places = new HashMap<>();
        Map<String, Integer> next = new HashMap<>();
        for (LogEvent event : log) {
            places.put(event.offset(), next.merge(event.key(), 1, Integer::sum) - 1);
        }
        return places;
    }

    /** A line for whoever watches. */
    String summary() {
        return log.size() + " events, " + dead.size() + " dead, " + (book.size() - done().size()) + " done twice";
    }
}
