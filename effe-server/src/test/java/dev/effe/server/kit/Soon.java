package dev.effe.server.kit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.pollinterval.IterativePollInterval;

/** Waits for what another thread is about to do, for a minute at most: looks often at first, then each 50 ms. */
public final class Soon {

    private static final Duration FIRST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMillis(50);

    private Soon() {}

    public static ConditionFactory await() {
        return Awaitility.with()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(IterativePollInterval.iterative(Soon::longer, FIRST))
                .atMost(Duration.ofMinutes(1))
                .await();
    }

    private static Duration longer(Duration last) {
        Duration next = last.multipliedBy(2);
        return next.compareTo(LONGEST) < 0 ? next : LONGEST;
    }
}
