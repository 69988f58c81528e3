package dev.effe.server.topics.replay;

import dev.effe.StatusException;
import dev.effe.server.topics.ReplayLines;
import dev.effe.server.topics.ReplayProgress;
import dev.effe.server.topics.ReplayTargets;
import dev.effe.server.topics.TopicEngine;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.ParkedFilter.Kind;
import dev.effe.spi.topics.ReplayEnd;
import dev.effe.spi.topics.ReplayPlan;
import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.ReplayState.Phase;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import dev.effe.spi.topics.TopicStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins, shows and ends replays, for operators. Blocks. Thread-safe. */
public final class ReplayOperations {

    private static final Logger log = LoggerFactory.getLogger(ReplayOperations.class);

    private final TopicEngine engine;
    private final TopicStore store;
    private final ReplayPlanner planner;
    private final LongSupplier clock;

    /** @param clock milliseconds since 1970 */
    public ReplayOperations(
            TopicEngine engine, TopicStore store, List<TopicSpec> topics, ReplayTargets targets, LongSupplier clock) {
        this.engine = engine;
        this.store = store;
        this.planner = new ReplayPlanner(store, topics, targets, clock);
        this.clock = clock;
    }

    /**
     * Looks what a replay would do. Nothing is run.
     *
     * @throws StatusException if it would be refused
     */
    public ReplaySurvey survey(ReplayRequest request) throws TopicException {
        return planner.survey(request);
    }

    /**
     * Begins a replay.
     *
     * @param who who asks for it, for the log
     * @throws StatusException if it is refused; the message says what would be taken
     */
    public ReplayView start(ReplayRequest request, String who) throws TopicException {
        KeptReplays kept = new KeptReplays(store.replays());
        kept.checkRoom();
        String name = kept.name(request, now());
        ReplayPlan plan = planner.plan(request);
        ReplayState state = new ReplayState(name, 0, Phase.STARTING, plan, Optional.empty());
        for (ReplayState old : kept.surplus()) {
            if (store.forget(old)) {
                log.info("Replay {} is forgotten, for no more than {} are kept", old.name(), KeptReplays.MOST);
            }
        }
        if (!store.save(state)) {
            throw KeptReplays.isTaken(name);
        }
        log.info("Replay {} of {} to {} asked for by {}", name, plan.topic(), plan.function(), who);
        engine.lookForReplays();
        return view(state.saved());
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.getAsLong());
    }

    /** All that are kept, the newest first. */
    public List<ReplayView> list() throws TopicException {
        List<ReplayView> all = new ArrayList<>();
        for (ReplayState state : store.replays()) {
            all.add(view(state));
        }
        Comparator<ReplayView> byAge =
                Comparator.comparing(each -> each.state().plan().began());
        all.sort(byAge.reversed());
        return all;
    }

    /** The one of a name; empty if there is none. */
    public Optional<ReplayView> find(String name) throws TopicException {
        for (ReplayState state : store.replays()) {
            if (state.name().equals(name)) {
                return Optional.of(view(state));
            }
        }
        return Optional.empty();
    }

    private ReplayState state(String name) throws TopicException {
        return find(name)
                .map(ReplayView::state)
                .orElseThrow(() -> new StatusException(404, "There is no replay " + name));
    }

    /** The events that it has given up, in the order of the log, behind an offset. */
    public List<Parked> failed(ReplayState state, long after, int most) throws TopicException {
        return store.parked(
                state.group(), state.plan().topic(), ParkedFilter.of(Kind.DEAD).behind(after), most);
    }

    private ReplayView view(ReplayState state) throws TopicException {
        ReplayProgress progress = ReplayProgress.of(state, store);
        Instant until = state.end().map(ReplayEnd::at).orElse(now());
        long millis = Math.max(1, until.toEpochMilli() - state.plan().began().toEpochMilli());
        Double lately = state.isOver() ? null : engine.replaySpeeds().get(state.name());
        double speed = lately != null ? lately : (progress.done() + progress.failed()) * 1_000.0 / millis;
        Optional<Instant> ends = state.isOver() || speed <= 0
                ? Optional.empty()
                : Optional.of(now().plusMillis(Math.round(progress.left() * 1_000.0 / speed)));
        return new ReplayView(state, progress, speed, ends);
    }

    /**
     * Ends a replay before it is through. Nothing more of it is begun here when this returns; elsewhere within seconds.
     *
     * @param who who asks for it, for the log
     * @throws StatusException if there is none, or it is over
     */
    public ReplayView cancel(String name, String who) throws TopicException {
        return engine.callForReplays(() -> {
            ReplayState state = state(name);
            if (state.isOver()) {
                throw new StatusException(
                        409, "Replay " + name + " is over, so there is nothing to cancel; forget drops it");
            }
            ReplayProgress progress = ReplayProgress.of(state, store);
            ReplayEnd end = new ReplayEnd(now(), progress.failed(), progress.left(), "");
            ReplayState over = state.ended(Phase.CANCELLED, end);
            if (!store.save(over)) {
                throw new StatusException(409, "Replay " + name + " has changed just now: look again");
            }
            ReplayLines.ended(over, "by " + who);
            return view(over.saved());
        });
    }

    /**
     * Forgets a replay that is over, with the events that it has given up.
     *
     * @param who who asks for it, for the log
     * @throws StatusException if there is none, or it is not over
     */
    public void forget(String name, String who) throws TopicException {
        engine.callForReplays(() -> {
            ReplayState state = state(name);
            if (!state.isOver()) {
                throw new StatusException(409, "Replay " + name + " is not over: cancel it first");
            }
            boolean forgotten = store.forget(state);
            log.info("Replay {} forgotten by {}: {}", name, who, forgotten);
            return forgotten;
        });
    }
}
