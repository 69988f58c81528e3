package dev.effe.kafka;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The ids that a topic has had of late: of events with an id of their own, the last 7 days and the latest million. Guarded
 * by its state.
 */
final class OnceIds {

    private static final long MILLIS = Duration.ofDays(7).toMillis();
    private static final int MOST = 1_000_000;
    private static final int MOST_REPEATED = 100_000;

    /** The place of the event that counts, in the order in which they were told. */
    private LinkedHashMap<String, Command.Place> places = new LinkedHashMap<>();

    /** Offsets of events that do not count, since an earlier one has their id. */
    private TreeSet<Long> repeated = new TreeSet<>();

    void add(Command.Place place) {
        Command.Place first = places.get(place.id());
        if (first != null && place.millis() - first.millis() < MILLIS) {
            if (first.offset() != place.offset()) {
                repeated.add(place.offset());
            }
        } else if (!repeated.contains(place.offset())) {
            places.remove(place.id());
            places.put(place.id(), place);
        }
        forget(place.millis() - MILLIS);
    }

    private void forget(long oldestMillis) {
        Iterator<Command.Place> eldest = places.values().iterator();
        while (eldest.hasNext()) {
            Command.Place place = eldest.next();
            if (places.size() <= MOST && place.millis() > oldestMillis) {
                break;
            }
            eldest.remove();
        }
        while (repeated.size() > MOST_REPEATED) {
            repeated.pollFirst();
        }
    }

    boolean has(String id, long nowMillis) {
        Command.Place place = places.get(id);
        return place != null && nowMillis - place.millis() < MILLIS;
    }

    /** True if the event counts, false if an earlier one has its id; null if nobody has told of it. */
    @Nullable Boolean counts(Command.Place place, long nowMillis) {
        if (repeated.contains(place.offset())) {
            return false;
        }
        Command.Place known = places.get(place.id());
        boolean isKnown = known != null && known.offset() == place.offset();
        return (isKnown || nowMillis - place.millis() >= MILLIS) ? Boolean.TRUE : null;
    }
}
