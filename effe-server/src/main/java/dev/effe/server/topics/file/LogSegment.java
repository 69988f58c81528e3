package dev.effe.server.topics.file;

import dev.effe.server.journal.Place;
import dev.effe.server.journal.Segment;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file of a topic's events. Thread-safe; only the writer's thread makes it grow. */
final class LogSegment {

    final Segment segment;
    /** The offset of its first event. */
    final long first;

    /** True if its notes are written, or were by an earlier process. Confined to the writer's thread. */
    boolean hasNotes;

    /** The offset of its last event. Written by the writer's thread. */
    volatile long last;
    /** The time of its first event. Written by the writer's thread. */
    volatile long firstMillis;
    /** The time of its last event. Written by the writer's thread. */
    volatile long lastMillis;

    /** Null where it is to be made anew when it is needed. */
    private volatile @Nullable SegmentIndex index;

    /** Makes one that is read or appended to. */
    LogSegment(Segment segment, long first) {
        this.segment = segment;
        this.first = first;
        index = new SegmentIndex(segment, first);
    }

    /** Makes one that an earlier process has ended and whose notes are sound. */
    LogSegment(Segment segment, long firstMillis, long lastMillis) {
        this.segment = segment;
        this.first = segment.first();
        this.last = first + segment.records() - 1;
        this.firstMillis = firstMillis;
        this.lastMillis = lastMillis;
        hasNotes = true;
    }

    /** Adds an event, which is on the disk. */
    void add(Place place, EventRecord head) {
        SegmentIndex open = index;
        if (open != null) {
            open.add(place, head.lane());
        }
        if (place.number() == first) {
            firstMillis = head.timeMillis();
        }
        lastMillis = head.timeMillis();
        last = place.number();
    }

    /** Returns its index; reads its notes for it if need be, or the file, which nobody appends to then. */
    SegmentIndex index() throws IOException {
        SegmentIndex known = index;
        if (known == null) {
            known = LogNotes.places(this);
            index = known;
        }
        return known;
    }

    /** Lets go of what can be made anew. Not for the one that is appended to. */
    void forgetIndex() {
        index = null;
    }
}
