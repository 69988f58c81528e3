package dev.effe.server.topics.file;

import dev.effe.server.journal.DamagedException;
import dev.effe.server.journal.Place;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.spi.topics.Batch;
import dev.effe.spi.topics.StoredEvent;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The events of a topic that are on the disk, as whoever reads sees them. In memory it has an entry for each file, and the
 * indexes of the files that were read last. Thread-safe; only the writer's thread adds and drops.
 */
final class TopicLog {

    private static final RateLimitedLog damages = new RateLimitedLog(LoggerFactory.getLogger(TopicLog.class));
    /** Files whose index stays in memory, besides the one that is appended to. */
    private static final int INDEXED = 3;

    private final ConcurrentSkipListMap<Long, LogSegment> segments = new ConcurrentSkipListMap<>();

    /** The offset of the last event. Written by the writer's thread. */
    private volatile long last;

    /** The files with an index, the one used last at the end. Guarded by itself. */
    private final Deque<LogSegment> indexed = new ArrayDeque<>();

    long last() {
        return last;
    }

    /** The file that is appended to; null if there is none. */
    @Nullable LogSegment active() {
        Map.Entry<Long, LogSegment> entry = segments.lastEntry();
        return entry == null ? null : entry.getValue();
    }

    /** The oldest file, if it is not the one that is appended to. */
    @Nullable LogSegment oldest() {
        return segments.size() < 2 ? null : segments.firstEntry().getValue();
    }

    /** Adds an event, which is on the disk. Returns its file if that is a new one. */
    @Nullable LogSegment add(Place place, EventRecord head) {
        LogSegment active = active();
        if (active != null && active.segment == place.segment()) {
            active.add(place, head);
            last = place.number();
            return null;
        }
        LogSegment next = new LogSegment(place.segment(), place.number());
        next.add(place, head);
        if (active != null) {
            used(active);
        }
        segments.put(next.first, next);
        last = place.number();
        return next;
    }

    /** Adds a file that an earlier process has ended. */
    void add(LogSegment ended) {
        segments.put(ended.first, ended);
        last = ended.last;
    }

    /** All files, the newest first. */
    Iterable<LogSegment> newestFirst() {
        return segments.descendingMap().values();
    }

    /** The file before another; null if that is the oldest. */
    @Nullable LogSegment before(LogSegment file) {
        Map.Entry<Long, LogSegment> entry = segments.lowerEntry(file.first);
        return entry == null ? null : entry.getValue();
    }

    /** Drops events from the end, where nobody has seen them. */
    void takeBack(long from) {
        last = from - 1;
        LogSegment active = active();
        if (active != null && active.first >= from) {
            segments.remove(active.first);
        } else if (active != null) {
            active.last = from - 1;
        }
    }

    void drop(LogSegment oldest) {
        segments.remove(oldest.first);
        synchronized (indexed) {
            indexed.remove(oldest);
        }
    }

    /** Reads events: see {@link dev.effe.spi.topics.TopicStore#read}. */
    Batch read(Map<Integer, Long> afterByLane, int most, long mostBytes) throws IOException {
        long[] after = new long[256];
        Arrays.fill(after, Long.MAX_VALUE);
        long from = Long.MAX_VALUE;
        for (Map.Entry<Integer, Long> lane : afterByLane.entrySet()) {
            after[lane.getKey()] = lane.getValue();
            from = Math.min(from, lane.getValue() + 1);
        }
        return read(from, last, after, most, mostBytes);
    }

    private Batch read(long begin, long end, long[] after, int most, long mostBytes) throws IOException {
        List<StoredEvent> found = new ArrayList<>();
        long bytes = 0;
        long from = begin;
        while (from <= end) {
            LogSegment segment = segmentOf(from);
            if (segment == null) {
                break;
            }
            int wanted = most - found.size();
            List<Place> places = places(segment, from, end, after, wanted);
            for (Place place : places) {
                bytes += place.length();
                if (!found.isEmpty() && bytes > mostBytes) {
                    return new Batch(found, place.number() - 1);
                }
                StoredEvent event = event(place);
                if (event != null) {
                    found.add(event);
                }
            }
            if (found.size() == most) {
                return new Batch(found, found.get(most - 1).offset());
            }
            from = places.size() == wanted ? places.get(wanted - 1).number() + 1 : Math.max(from, segment.last) + 1;
        }
        return new Batch(found, end);
    }

    /** The file of an offset, or the one behind it where that is gone; null if there is none. */
    private @Nullable LogSegment segmentOf(long offset) {
        Map.Entry<Long, LogSegment> entry = segments.floorEntry(offset);
        if (entry == null || (entry.getValue().last < offset && entry.getValue() != active())) {
            entry = segments.higherEntry(offset);
        }
        return entry == null ? null : entry.getValue();
    }

    private List<Place> places(LogSegment segment, long from, long end, long[] after, int most) throws IOException {
        try {
            return index(segment).find(from, end, after, most);
        } catch (NoSuchFileException e) {
            return List.of(); // Its retention is over just now.
        }
    }

    private SegmentIndex index(LogSegment segment) throws IOException {
        SegmentIndex index = segment.index();
        if (segment != active()) {
            used(segment);
        }
        return index;
    }

    private void used(LogSegment segment) {
        synchronized (indexed) {
            indexed.remove(segment);
            indexed.add(segment);
            if (indexed.size() > INDEXED) {
                indexed.removeFirst().forgetIndex();
            }
        }
    }

    private static @Nullable StoredEvent event(Place place) throws IOException {
        try {
            return EventRecord.read(place.number(), place.segment().read(place));
        } catch (NoSuchFileException e) {
            return null;
        } catch (DamagedException e) {
            damages.error("An event is left out, for it cannot be read", e);
            return null;
        }
    }

    /** Finds the place of an instant: see {@link dev.effe.spi.topics.TopicStore#offsetAt}. */
    long offsetAt(Instant time) throws IOException {
        if (time.equals(Instant.MAX)) {
            return last + 1;
        }
        long end = last;
        for (LogSegment segment : segments.values()) {
            if (time.equals(Instant.MIN)) {
                return segment.first;
            }
            if (segment.lastMillis >= time.toEpochMilli()) {
                return offsetAt(segment, Math.min(end, segment.last), time);
            }
        }
        return end + 1;
    }

    private long offsetAt(LogSegment segment, long end, Instant time) throws IOException {
        long low = segment.first;
        long high = end + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            Place place = index(segment).find(middle);
            StoredEvent event = place == null ? null : event(place);
            if (event != null && event.time().isBefore(time)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
