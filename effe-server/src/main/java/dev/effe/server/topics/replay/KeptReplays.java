package dev.effe.server.topics.replay;

import dev.effe.StatusException;
import dev.effe.spi.topics.ReplayState;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The replays that a store keeps: the names that are taken, and the room for another one. Immutable.
 *
 * @param all those that are over included
 */
record KeptReplays(List<ReplayState> all) {

    /** Replays that run at once. */
    static final int MOST_RUNNING = 8;
    /** Replays that are kept. */
    static final int MOST = 100;

    private static final DateTimeFormatter MADE_NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /** @throws StatusException if no other one may run */
    void checkRoom() {
        Set<String> running = all.stream()
                .filter(each -> !each.isOver())
                .map(ReplayState::name)
                .collect(Collectors.toCollection(TreeSet::new));
        if (running.size() >= MOST_RUNNING) {
            throw new StatusException(
                    409,
                    running.size() + " replays run, and no more may: wait for one of " + running + ", or cancel one");
        }
    }

    /** @throws StatusException if the name is taken */
    String name(ReplayRequest request, Instant now) {
        Set<String> taken = all.stream().map(ReplayState::name).collect(Collectors.toSet());
        if (request.name().isPresent()) {
            String name = request.name().get();
            if (taken.contains(name)) {
                throw isTaken(name);
            }
            return name;
        }
        String made = request.function() + "-" + MADE_NAME.format(now);
        String name = made;
        for (int number = 2; taken.contains(name); number++) {
            name = made + "-" + number;
        }
        return name;
    }

    static StatusException isTaken(String name) {
        return new StatusException(
                409, "There is a replay " + name + " already: take another name, or forget that one once it is over");
    }

    /** The ones that are to go so that there is room for another one: those that were over first. */
    List<ReplayState> surplus() {
        return all.stream()
                .filter(ReplayState::isOver)
                .sorted(Comparator.comparing(each -> each.end().orElseThrow().at()))
                .limit(Math.max(0, all.size() - MOST + 1))
                .toList();
    }
}
