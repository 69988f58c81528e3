package dev.effe.server.topics.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.StatusException;
import dev.effe.server.topics.LogPlace;
import dev.effe.spi.topics.ReplayEnd;
import dev.effe.spi.topics.ReplayPlan;
import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.ReplayState.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeptReplaysTest {

    private static final ReplayPlan PLAN =
            new ReplayPlan("placed", "report", Optional.empty(), 1, 9, 9, 100, Instant.EPOCH);

    private static ReplayState running(String name) {
        return new ReplayState(name, 2, Phase.RUNNING, PLAN, Optional.empty());
    }

    private static ReplayState over(String name, long second) {
        return running(name).ended(Phase.DONE, new ReplayEnd(Instant.ofEpochSecond(second), 0, 0, ""));
    }

    private static ReplayRequest request(String name) {
        return new ReplayRequest(
                "placed",
                "report",
                Optional.empty(),
                LogPlace.of("earliest"),
                LogPlace.of("now"),
                100,
                Optional.ofNullable(name));
    }

    @Test
    void eightRunAtMost() {
        List<ReplayState> all = new ArrayList<>(List.of(over("over", 1)));
        for (int i = 0; i < 7; i++) {
            all.add(running("r" + i));
        }
        new KeptReplays(all).checkRoom();
        all.add(running("r7"));

        assertThatThrownBy(() -> new KeptReplays(all).checkRoom())
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("8 replays run, and no more may: wait for one of [r0, r1,");
    }

    @Test
    void aHundredAreKeptAndTheOnesThatWereOverFirstGo() {
        List<ReplayState> all = new ArrayList<>();
        for (int i = 0; i < 99; i++) {
            all.add(i % 2 == 0 ? over("r" + i, 1_000 - i) : running("r" + i));
        }
        assertThat(new KeptReplays(all).surplus()).isEmpty();
        all.add(over("new", 2_000));
        all.add(over("newer", 3_000));

        assertThat(new KeptReplays(all).surplus()).extracting(ReplayState::name).containsExactly("r98", "r96");
    }

    @Test
    void aNameIsTakenOnceAndMadeOfFunctionAndTimeWhereNoneIsGiven() {
        Instant now = Instant.parse("2026-11-30T16:01:02.9Z");
        KeptReplays kept = new KeptReplays(List.of(running("bug-17"), over("report-20261130-160102", 1)));

        assertThat(kept.name(request(null), now)).isEqualTo("report-20261130-160102-2");
        assertThat(kept.name(request("bug-18"), now)).isEqualTo("bug-18");
        assertThatThrownBy(() -> kept.name(request("bug-17"), now))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("There is a replay bug-17 already");
    }
}
