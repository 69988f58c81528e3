package dev.effe.server.topics.file;

import dev.effe.server.journal.DamagedException;
import dev.effe.server.journal.Note;
import dev.effe.server.journal.Place;
import dev.effe.server.journal.Segment;
import dev.effe.server.journal.Segments;
import dev.effe.spi.topics.TopicSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The notes beside each file of a topic that has ended, so that a start need not read it: lanes, times, the places of
 * the first and the last event; the ids of its events; their places and lanes. Stateless.
 */
final class LogNotes {

    private static final int SUMMARY = 0;
    private static final int IDS = 1;
    private static final int PLACES = 2;

    private static final int FORMAT = 1;
    private static final int SUMMARY_BYTES = 40;

    private LogNotes() {}

    /**
     * Writes them. By the writer's thread.
     *
     * @param ids the ids of its events, as {@link SeenIds#between} gives them
     */
    static void write(LogSegment ended, int lanes, ByteBuffer ids) throws IOException {
        Place first = ended.index().find(ended.first);
        Place last = ended.index().find(ended.last);
        if (first == null || last == null || ended.segment.isDamaged()) {
            return; // A start names the damage as long as the file is there.
        }
        ByteBuffer summary = ByteBuffer.allocate(SUMMARY_BYTES);
        summary.putInt(FORMAT).putInt(lanes).putLong(ended.firstMillis).putLong(ended.lastMillis);
        for (Place place : List.of(first, last)) {
            summary.putInt(place.position()).putInt(place.length());
        }
        Note.write(ended.segment, summary.flip(), ids, ended.index().bytes(ended.segment.records()));
    }

    /**
     * Looks at a file without reading it all: its notes must be sound, and its first and its last event.
     *
     * @return null if it must be read
     * @throws IOException if it has other lanes than the topic
     */
    static @Nullable LogSegment read(Segment segment, TopicSpec spec) throws IOException {
        ByteBuffer summary = Note.read(segment, SUMMARY).orElse(null);
        if (summary == null || summary.remaining() != SUMMARY_BYTES || summary.getInt() != FORMAT) {
            return null;
        }
        LaneCheck.check(spec, summary.getInt());
        LogSegment known = new LogSegment(segment, summary.getLong(), summary.getLong());
        try {
            for (long offset : new long[] {known.first, known.last}) {
                segment.read(new Place(segment, offset, summary.getInt(), summary.getInt()));
            }
            return known;
        } catch (DamagedException e) {
            return null;
        }
    }

    /** The ids of a file's events and their times. */
    static List<SeenIds.Seen> ids(LogSegment ended) throws IOException {
        List<SeenIds.Seen> found = new ArrayList<>();
        Optional<ByteBuffer> noted = Note.read(ended.segment, IDS);
        if (noted.isPresent()) {
            ByteBuffer ids = noted.get();
            while (ids.hasRemaining()) {
                found.add(new SeenIds.Seen(new IdHash(ids.getLong(), ids.getLong()), ids.getLong()));
            }
        } else {
            Segments.scan(ended.segment, (place, start) -> {
                EventRecord head = EventRecord.head(start);
                if (head.id() != null) {
                    found.add(new SeenIds.Seen(head.id(), head.timeMillis()));
                }
            });
        }
        return found;
    }

    /** Where a file's events are. Reads the file if its notes do not say so. */
    static SegmentIndex places(LogSegment ended) throws IOException {
        Optional<ByteBuffer> noted = Note.read(ended.segment, PLACES);
        if (noted.isPresent()) {
            return SegmentIndex.of(ended.segment, ended.first, noted.get());
        }
        SegmentIndex made = new SegmentIndex(ended.segment, ended.first);
        Segments.scan(
                ended.segment,
                (place, start) -> made.add(place, EventRecord.head(start).lane()));
        return made;
    }
}
