package dev.effe.tool.deploy;

import dev.effe.server.cli.ToolException;
import dev.effe.tool.deploy.plan.Outcomes;
import dev.effe.tool.deploy.plan.PlanText;
import dev.effe.tool.deploy.plan.Steps;
import dev.effe.tool.remote.AliasState;
import dev.effe.tool.remote.ApiException;
import dev.effe.tool.remote.ErrorCounts;
import dev.effe.tool.remote.ErrorCounts.Counted;
import dev.effe.tool.remote.LambdaFunctions;
import dev.effe.tool.remote.MetricsClient;
import dev.effe.tool.remote.Pause;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Moves an alias of one function to another version by steps, and back at once if that version has too many errors, or if
 * the process is told to end. A move of the alias by another tool stays. The promotion is run by one thread;
 * {@link #interrupt} is for any.
 */
final class StepPromotion {

    private static final Duration LOOK = Duration.ofSeconds(10);
    /** AWS tells of an invocation so late. */
    private static final Duration LATE = Duration.ofMinutes(2);

    private static final int CHANGED = 412;

    private final String function;
    private final String name;
    private final LambdaFunctions place;
    private final Steps steps;
    private final ErrorCounts counts;
    private final Outcomes outcomes;
    private final Pause pause;
    private final InstantSource clock;
    private final AliasMoves moves;

    /** The alias while it has two versions; guarded by this. */
    private @Nullable AliasState shared;
    /** Nothing is moved any more; guarded by this. */
    private boolean ended;

    /**
     * Nothing is moved yet.
     *
     * @param function its name in effe.yaml
     * @param name that it is deployed by
     */
    StepPromotion(
            String function,
            String name,
            LambdaFunctions place,
            Steps steps,
            ErrorCounts counts,
            Outcomes outcomes,
            Pause pause,
            InstantSource clock) {
        this.function = function;
        this.name = name;
        this.place = place;
        this.steps = steps;
        this.counts = counts;
        this.outcomes = outcomes;
        this.pause = pause;
        this.clock = clock;
        this.moves = new AliasMoves(place);
    }

    /**
     * Runs all steps, then gives the version all calls.
     *
     * @param before the alias, which has one version
     * @throws ToolException if it went back, or somebody else has moved it
     */
    void run(AliasState before, String version) throws IOException {
        Instant began = clock.instant();
        AliasState alias = before;
        try {
            Counted earlier = counted(before, version, began); // Within the minute in which it begins.
            for (double share : steps.shares()) {
                alias = share(alias, version, share);
                watch(alias, version, share, began, earlier);
            }
            finish(alias, version);
        } catch (ApiException e) {
            if (e.status() == CHANGED) {
                forget();
                throw new ToolException(
                        "Another tool has moved " + before.name() + " meanwhile: it stays where that put it");
            }
            back(e.said());
            throw e;
        } catch (IOException e) {
            back(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private synchronized AliasState share(AliasState alias, String version, double share) throws IOException {
        checkGoesOn();
        shared = moves.share(name, alias, version, share);
        return shared;
    }

    private synchronized void finish(AliasState alias, String version) throws IOException {
        checkGoesOn();
        moves.move(name, alias, alias.name(), version);
        shared = null;
    }

    private void checkGoesOn() throws ToolException {
        if (ended) {
            throw new ToolException("Interrupted");
        }
    }

    private Counted counted(AliasState alias, String version, Instant from) throws IOException {
        return counts.of(name, alias.name(), version, new MetricsClient.Span(from, clock.instant()));
    }

    /** Waits for the end of a step, and looks for errors meanwhile. */
    private void watch(AliasState alias, String version, double share, Instant began, Counted earlier)
            throws IOException {
        Instant step = clock.instant();
        Instant end = step.plus(steps.every());
        Instant late = place.endpoint().host() ? step : step.minus(LATE);
        boolean whole = late.isBefore(began);
        Counted counted = Counted.NONE;
        while (clock.instant().isBefore(end)) {
            Duration left = Duration.between(clock.instant(), end);
            pause.of(left.compareTo(LOOK) < 0 ? left : LOOK);
            Counted now = counted(alias, version, whole ? began : late);
            boolean sameMinute = late.getEpochSecond() / 60 <= began.getEpochSecond() / 60;
            counted = whole || sameMinute ? now.since(earlier) : now;
            if (counted.share() > steps.mostErrors()) {
                throw new ToolException("Version " + version + " has " + rate(counted) + " errors, more than "
                        + PlanText.percent(steps.mostErrors()));
            }
        }
        outcomes.done(
                "step of " + alias.name(),
                function,
                "version",
                version,
                "share",
                PlanText.percent(share),
                "errors",
                counted.calls() == 0 ? "no calls" : rate(counted));
    }

    private static String rate(Counted counted) {
        return String.format(
                Locale.ROOT, "%s (%d of %d)", PlanText.percent(counted.share()), counted.errors(), counted.calls());
    }

    private synchronized void forget() {
        shared = null;
    }

    /** The process is to end. Does nothing if the promotion is over. */
    void interrupt() {
        back("interrupted");
    }

    private void back(String why) {
        if (takeBack()) {
            outcomes.failed("took it back", function, why);
        }
    }

    /** Gives all calls to the earlier version again, if there are two; nothing is moved any more then. */
    private synchronized boolean takeBack() {
        ended = true;
        AliasState now = shared;
        if (now == null) {
            return false;
        }
        shared = null;
        try {
            moves.takeBack(name, now);
            return true;
        } catch (IOException e) {
            outcomes.failed(
                    "taking " + now.name() + " back",
                    function,
                    e.getMessage() + "; effe rollback --alias " + now.name()
                            + " does it, unless another tool has moved it");
            return false;
        }
    }
}
