package dev.effe.server.topics;

import dev.effe.spi.topics.ReplayEnd;
import dev.effe.spi.topics.ReplayPlan;
import dev.effe.spi.topics.ReplayState;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lines of the log that tell of the beginning and the end of a replay, each written by one process. Stateless. */
public final class ReplayLines {

    private static final Logger log = LoggerFactory.getLogger(ReplayLines.class);

    private ReplayLines() {}

    static void begins(ReplayState state) {
        ReplayPlan plan = state.plan();
        log.info(
                "Replay {} of {} to {} begins: {} events, from offset {} to {}, at most {} a second",
                state.name(),
                plan.topic(),
                plan.function(),
                plan.events(),
                plan.from(),
                plan.until(),
                plan.rate());
    }

    /**
     * It is over.
     *
     * @param why who has ended it, or why it failed; "" if it is done
     */
    public static void ended(ReplayState over, String why) {
        ReplayEnd end = over.end().orElseThrow();
        String how = over.phase().name().toLowerCase(Locale.ROOT) + (why.isEmpty() ? "" : " (" + why + ")");
        log.info(
                "Replay {} of {} to {} is {} after {} s: {} events, {} of them failed, {} left",
                over.name(),
                over.plan().topic(),
                over.plan().function(),
                how,
                Duration.between(over.plan().began(), end.at()).toSeconds(),
                over.plan().events(),
                end.failed(),
                end.left());
    }
}
