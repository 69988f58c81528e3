package dev.effe.server.topics.file;

import dev.effe.server.journal.Journal;
import dev.effe.server.journal.Place;
import dev.effe.server.journal.Segment;
import dev.effe.server.journal.Segments;
import dev.effe.spi.topics.TopicSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what earlier processes have left of a topic. Used by the writer's thread, once. */
final class TopicRecovery implements Journal.Visitor {

    private static final Logger log = LoggerFactory.getLogger(TopicRecovery.class);

    private final TopicSpec spec;
    private final TopicLog events;
    private final SeenIds seen;
    private long lastMillis;

    /** The first of the events that came last together; null if the last one of them was found. */
    private @Nullable Place unfinished;

    /** The ids of those that came last together. */
    private final List<IdHash> ids = new ArrayList<>();

    TopicRecovery(TopicSpec spec, TopicLog events, SeenIds seen) {
        this.spec = spec;
        this.events = events;
        this.seen = seen;
    }

    long lastMillis() {
        return lastMillis;
    }

    /** A file is known by its notes. */
    @Override
    public boolean knows(Segment ended) throws IOException {
        LogSegment known = LogNotes.read(ended, spec);
        if (known == null) {
            return false;
        }
        events.add(known);
        ended.need(1);
        lastMillis = Math.max(lastMillis, known.lastMillis);
        unfinished = null;
        ids.clear();
        return true;
    }

    /** A record is found. */
    @Override
    public void found(Place place, ByteBuffer start) throws IOException {
        EventRecord head = EventRecord.head(start);
        LaneCheck.check(spec, head.lanes());
        LogSegment begun = events.add(place, head);
        if (begun != null) {
            begun.segment.need(1);
            note(events.before(begun));
        }
        lastMillis = Math.max(lastMillis, head.timeMillis());
        if (head.index() == 0) {
            unfinished = place;
            ids.clear();
        }
        if (head.id() != null) {
            ids.add(head.id());
        }
        if (head.index() == head.count() - 1) {
            unfinished = null;
            ids.forEach(id -> seen.add(id, head.timeMillis()));
            ids.clear();
        }
    }

    /** Events of which a crash has left only the first ones that came with them do not count: nobody was told of them. */
    void takeBackUnfinished() {
        if (unfinished != null) {
            log.warn(
                    "{} ends with {} events of an append that was not finished, and of which nobody was told: they are cut",
                    spec.name(),
                    events.last() - unfinished.number() + 1);
            Segments.takeBack(unfinished);
            events.takeBack(unfinished.number());
        }
    }

    /** Writes the notes of a file that an earlier process, or an earlier build, has left without. */
    private void note(@Nullable LogSegment ended) throws IOException {
        if (ended != null && !ended.hasNotes) {
            LogNotes.write(ended, spec.lanes(), seen.between(ended.firstMillis, ended.lastMillis));
            ended.hasNotes = true;
        }
    }

    /** Remembers the ids of files that were not read, from the newest on, as many as count. */
    void rememberIds() throws IOException {
        int found = 0;
        for (LogSegment file : events.newestFirst()) {
            if (found >= SeenIds.LEAST || file.lastMillis <= lastMillis - SeenIds.MILLIS) {
                break;
            }
            if (file.hasNotes) {
                List<SeenIds.Seen> ids = LogNotes.ids(file);
                ids.forEach(each -> seen.add(each.id(), each.millis()));
                found += ids.size();
            }
        }
    }
}
