package dev.effe.kafka;

import dev.effe.spi.topics.ReplayEnd;
import dev.effe.spi.topics.ReplayPlan;
import dev.effe.spi.topics.ReplayState;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A replay, as it is in the state's topic. Immutable. */
record ReplayRecord(
        String name,
        long version,
        ReplayState.Phase phase,
        Plan plan,
        @Nullable End end) {

    record Plan(
            String topic,
            String function,
            @Nullable String key,
            long from,
            long until,
            long events,
            int rate,
            long beganMillis) {}

    record End(long atMillis, long failed, long left, String error) {}

    static ReplayRecord of(ReplayState state) {
        ReplayPlan plan = state.plan();
        return new ReplayRecord(
                state.name(),
                state.version(),
                state.phase(),
                new Plan(
                        plan.topic(),
                        plan.function(),
                        plan.key().orElse(null),
                        plan.from(),
                        plan.until(),
                        plan.events(),
                        plan.rate(),
                        plan.began().toEpochMilli()),
                state.end()
                        .map(end -> new End(end.at().toEpochMilli(), end.failed(), end.left(), end.error()))
                        .orElse(null));
    }

    ReplayState state() {
        ReplayPlan planned = new ReplayPlan(
                plan.topic,
                plan.function,
                Optional.ofNullable(plan.key),
                plan.from,
                plan.until,
                plan.events,
                plan.rate,
                Instant.ofEpochMilli(plan.beganMillis));
        Optional<ReplayEnd> ended = Optional.ofNullable(end)
                .map(each -> new ReplayEnd(Instant.ofEpochMilli(each.atMillis), each.failed, each.left, each.error));
        return new ReplayState(name, version, phase, planned, ended);
    }
}
