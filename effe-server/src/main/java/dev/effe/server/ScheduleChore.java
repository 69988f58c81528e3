package dev.effe.server;

import dev.effe.server.topics.Chore;
import dev.effe.spi.topics.TopicException;
import org.jspecify.annotations.Nullable;

/** A chore that is opened by its first step, when the store is there. Confined to the engine's thread. */
final class ScheduleChore implements Chore {

    /** Opens it. */
    interface Opener {
        Chore open() throws TopicException;
    }

    private final Opener opener;

    /** Null until it is opened. */
    private @Nullable Chore opened;

    ScheduleChore(Opener opener) {
        this.opener = opener;
    }

    @Override
    public long step(long nowMillis) throws TopicException {
        Chore chore = opened;
        if (chore == null) {
            chore = opener.open();
            opened = chore;
        }
        return chore.step(nowMillis);
    }
}
