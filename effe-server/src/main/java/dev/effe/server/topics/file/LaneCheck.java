package dev.effe.server.topics.file;

import dev.effe.spi.topics.TopicSpec;
import java.io.IOException;

/** Refuses a topic whose events are of another number of lanes. Stateless. */
final class LaneCheck {

    private LaneCheck() {}

    static void check(TopicSpec spec, int lanes) throws IOException {
        if (lanes != spec.lanes()) {
            throw new IOException("it has " + lanes + " lanes, and effe.yaml says " + spec.lanes()
                    + ": lanes are for good, so keep them, or append to a new topic");
        }
    }
}
