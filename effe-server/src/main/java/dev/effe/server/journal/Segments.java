package dev.effe.server.journal;

import java.io.IOException;

/** Steps with segments for those that know what their records mean. Stateless. */
public final class Segments {

    private Segments() {}

    /** Reads all records of a segment again. By any thread, but not while it grows. */
    public static void scan(Segment segment, Journal.Visitor visitor) throws IOException {
        new SegmentScan(segment, segment.end, false).run(visitor::found);
    }

    /**
     * Lets the last records of a journal not count any more, of which nobody has been told. To be called by the journal's
     * thread, before it first appends.
     *
     * @param from the first of them; it and those behind it are in one segment
     */
    public static void takeBack(Place from) {
        Segment last = from.segment();
        last.end = from.position();
        last.records = Math.toIntExact(from.number() - last.first);
    }
}
