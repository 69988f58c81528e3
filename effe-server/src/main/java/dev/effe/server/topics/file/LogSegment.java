package dev.effe.server.topics.file;

import dev.effe.server.journal.Place;
import dev.effe.server.journal.Segment;
import dev.effe.server.journal.Segments;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file of a topic's events. Thread-safe; only the writer's thread makes it grow. */
final class LogSegment {

    final Segment segment;
    /** The offset of its first event. */
    final long first;

    /** The offset of its last event. Written by the writer's thread. */
    volatile long last;
    /** The time of its last event. Written by the writer's thread. */
    volatile long lastMillis;

    /** Null where it is to be made anew when it is needed. */
    private volatile @Nullable SegmentIndex index;

    LogSegment(Segment segment, long first) {
        this.segment = segment;
        this.first = first;
        index = new SegmentIndex(segment, first);
    }

    /** Adds an event, which is on the disk. */
    void add(Place place, EventRecord head) {
        SegmentIndex open = index;
        if (open != null) {
            open.add(place, head.lane());
        }
        lastMillis = head.timeMillis();
        last = place.number();
    }

    /** Returns its index; reads the file for it if need be, which nobody appends to then. */
    SegmentIndex index() throws IOException {
        SegmentIndex known = index;
        if (known == null) {
            SegmentIndex made = new SegmentIndex(segment, first);
            Segments.scan(
                    segment,
                    (place, start) -> made.add(place, EventRecord.head(start).lane()));
            index = made;
            known = made;
        }
        return known;
    }

    boolean hasIndex() {
        return index != null;
    }

    /** Lets go of what can be made anew. Not for the one that is appended to. */
    void forgetIndex() {
        index = null;
    }
}
