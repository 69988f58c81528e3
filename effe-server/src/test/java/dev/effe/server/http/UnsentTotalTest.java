package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.time.FakeTicker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class UnsentTotalTest {

    private static final Duration GRACE = Duration.ofSeconds(1);

    private final FakeTicker ticker = new FakeTicker();
    private final UnsentTotal total = new UnsentTotal(100, ticker);
    private final List<String> reset = new ArrayList<>();

    private Unsent unsent(String name, long bytes) {
        Unsent unsent = new Unsent(total, 1000, () -> reset.add(name));
        unsent.add(bytes);
        return unsent;
    }

    @Test
    void theLastByteHasRoomAndTheFirstBeyondIsMadeRoomFor() {
        unsent("a", 60);
        ticker.advance(GRACE);
        Unsent b = unsent("b", 40);
        assertThat(b.hasRoom()).isTrue();
        assertThat(reset).isEmpty();

        b.add(1);
        assertThat(b.hasRoom()).isTrue();
        assertThat(reset).containsExactly("a");
    }

    @Test
    void whoHasTakenNothingForLongestGoesFirstAndNoMoreThanNeeded() {
        Unsent a = unsent("a", 30);
        unsent("b", 30);
        unsent("c", 30);
        ticker.advance(GRACE);
        a.progressed(1);
        ticker.advance(GRACE);

        assertThat(unsent("d", 30).hasRoom()).isTrue();
        assertThat(reset).hasSize(1).doesNotContain("a");
        assertThat(unsent("e", 60).hasRoom()).isTrue();
        assertThat(reset).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void nobodyGoesForNothing() {
        unsent("a", 40);
        ticker.advance(GRACE);
        unsent("b", 90);
        assertThat(unsent("c", 30).hasRoom()).isFalse();
        assertThat(reset).isEmpty();
    }

    @Test
    void whoWaitsMayBeTheOneToGo() {
        Unsent a = unsent("a", 60);
        ticker.advance(GRACE);
        unsent("b", 60);
        assertThat(a.hasRoom()).isTrue();
        assertThat(reset).containsExactly("a");
        assertThat(a.isToLeave()).isTrue();
    }

    @Test
    void nobodyGoesWithinTheGrace() {
        unsent("a", 100);
        ticker.advance(GRACE.minusNanos(1));
        Unsent b = unsent("b", 1);
        assertThat(b.hasRoom()).isFalse();

        ticker.advance(Duration.ofNanos(1));
        assertThat(b.hasRoom()).isTrue();
        assertThat(reset).containsExactly("a");
    }

    @Test
    void oneAloneMayHoldMore() {
        Unsent alone = unsent("alone", 1000);
        ticker.advance(GRACE);
        assertThat(alone.hasRoom()).isTrue();
        assertThat(reset).isEmpty();
    }

    @Test
    void whoLeavesIsCountedUntilItIsGoneAndThenNoMore() {
        Unsent a = unsent("a", 100);
        ticker.advance(GRACE);
        Unsent b = unsent("b", 50);
        assertThat(b.hasRoom()).isTrue();
        assertThat(a.isToLeave()).isTrue();
        a.close();
        a.sent(100);

        Unsent c = unsent("c", 50);
        assertThat(c.hasRoom()).isTrue();
        assertThat(reset).containsExactly("a");
        c.add(1);
        assertThat(c.hasRoom()).isFalse();
    }

    @Test
    void whoTookAllMeanwhileStays() {
        Unsent a = unsent("a", 100);
        ticker.advance(GRACE);
        Unsent b = unsent("b", 50);
        assertThat(b.hasRoom()).isTrue();
        a.sent(100);
        assertThat(a.isToLeave()).isFalse();

        a.add(50);
        assertThat(a.hasRoom()).isTrue();
        a.add(1);
        assertThat(a.hasRoom()).isFalse();
    }

    @Test
    void whoIsClosedIsNobodyToSendAway() {
        unsent("a", 100).close();
        ticker.advance(GRACE);
        assertThat(unsent("b", 50).hasRoom()).isFalse();
        assertThat(reset).isEmpty();
    }

    @Test
    void aloneAStreamMaySendLargePartsAndAmongManySmallOnes() throws Exception {
        Unsent a = unsent("a", 0);
        assertThat(a.awaitRoom()).isEqualTo(64 * 1024);
        a.add(500);
        assertThat(a.awaitRoom()).isEqualTo(64 * 1024);

        unsent("b", 25);
        assertThat(unsent("c", 0).awaitRoom()).isEqualTo(8 * 1024);
    }

    @Test
    @Timeout(30)
    void amongManyAStreamHoldsOnePartAtATime() throws Exception {
        unsent("a", 26); // More than a quarter.
        Unsent b = unsent("b", 1);
        CompletableFuture<Integer> room = new CompletableFuture<>();
        Thread writer = new Thread(() -> {
            try {
                room.complete(b.awaitRoom());
            } catch (IOException e) {
                room.completeExceptionally(e);
            }
        });
        writer.start();
        Awaitility.await().until(() -> writer.getState() == Thread.State.TIMED_WAITING);
        assertThat(room).isNotDone();
        b.sent(1);

        assertThat(room.get()).isEqualTo(8 * 1024);
        assertThat(reset).isEmpty();
    }
}
