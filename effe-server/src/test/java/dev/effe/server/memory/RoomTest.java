package dev.effe.server.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.effe.server.memory.BodyRoom.Answer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The account, with 1 MiB: three quarters for bodies, a quarter beside it for what comes of those that wait. */
class RoomTest {

    private static final int KIB = 1024;
    private static final int LIMIT = 1024 * KIB;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final MemoryBudget memory = new MemoryBudget(LIMIT, 2, PATIENCE);
    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final List<String> came = new ArrayList<>();

    private BodyRoom room(String name) {
        return new BodyRoom(memory, loop::add, () -> came.add(name));
    }

    private void turn() {
        for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
            task.run();
        }
    }

    @Test
    void bodiesHaveThreeQuartersAndWaitForMoreInTheirOrder() {
        BodyRoom first = room("first");
        assertThat(first.need(768 * KIB, 0)).isEqualTo(Answer.TAKEN);
        BodyRoom second = room("second");
        assertThat(second.need(8 * KIB, KIB)).isEqualTo(Answer.WAITING);
        BodyRoom third = room("third");
        assertThat(third.need(761 * KIB, KIB)).isEqualTo(Answer.WAITING);
        assertThat(room("fourth").need(5 * KIB, KIB)).as("two may wait").isEqualTo(Answer.REFUSED);

        first.close();
        turn();
        assertThat(came).containsExactly("second");
        assertThat(second.isWaiting()).isFalse();
        second.close();
        turn();
        assertThat(came).containsExactly("second", "third");
        third.close();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void aSmallOneDoesNotPassALargeOneThatWaits() {
        BodyRoom first = room("first");
        first.need(700 * KIB, 0);
        BodyRoom large = room("large");
        large.need(700 * KIB, 0);
        BodyRoom small = room("small");

        assertThat(small.need(10 * KIB, 0)).isEqualTo(Answer.WAITING);
        large.close();
        turn();
        assertThat(came).as("who leaves lets those behind it have their turn").containsExactly("small");
    }

    @Test
    void answersTakeFromBodiesAndNotTheOtherWayRound() throws Exception {
        memory.takeAnswer(1000 * KIB);
        assertThat(room("a").tryNeed(24 * KIB)).isTrue();
        assertThat(room("b").tryNeed(5 * KIB)).isFalse();
        memory.giveAnswer(1000 * KIB);
        assertThat(room("c").tryNeed(744 * KIB)).isTrue();
        assertThat(room("d").tryNeed(KIB)).isFalse();
        assertThat(memory.tryTakeAnswer(5 * LIMIT)).as("one always has room").isTrue();
        assertThat(memory.tryTakeAnswer(1)).isFalse();
    }

    @Test
    void whatComesOfThoseThatWaitIsBounded() {
        room("holder").need(768 * KIB, 0);
        BodyRoom first = room("first");
        assertThat(first.need(100 * KIB, 256 * KIB)).isEqualTo(Answer.WAITING);
        BodyRoom second = room("second");
        assertThat(second.tryEnter(1)).isFalse();
        assertThat(second.need(100 * KIB, 1)).isEqualTo(Answer.REFUSED);
        first.close();
        assertThat(second.tryEnter(1)).isTrue();
    }

    @Test
    void whoLeavesWhileItIsServedGivesBackWhatItGot() {
        BodyRoom holder = room("holder");
        holder.need(768 * KIB, 0);
        BodyRoom waiting = room("waiting");
        waiting.need(768 * KIB, KIB);
        holder.close();
        assertThat(memory.usedBytes()).isGreaterThanOrEqualTo(768 * KIB);
        waiting.close();
        turn();
        assertThat(came).isEmpty();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void aBodyIsHandedOverAsItIs() {
        BodyRoom known = room("known");
        known.need(700 * KIB, 0);
        assertThat(known.handOver(5 * KIB)).isEqualTo(5 * KIB);
        assertThat(memory.usedBytes()).isEqualTo(5 * KIB);
        memory.giveBody(5 * KIB);

        BodyRoom unknown = room("unknown");
        unknown.tryEnter(64 * KIB);
        assertThat(unknown.handOver(50 * KIB)).isEqualTo(50 * KIB);
        assertThat(memory.usedBytes()).isEqualTo(50 * KIB);
        memory.giveBody(50 * KIB);

        assertThat(room("small").handOver(4 * KIB)).isZero();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void smallAnswersWaitForNothing() throws Exception {
        memory.sawAnswer(4 * KIB);
        memory.takeAnswer(10 * LIMIT);
        assertThat(await(memory)).isZero();
    }

    @Test
    void aCallWaitsUntilTheAnswersBeforeItHaveLeft() throws Exception {
        memory.sawAnswer(600 * KIB);
        assertThat(await(memory)).isEqualTo(600 * KIB);
        CompletableFuture<Long> second = CompletableFuture.supplyAsync(this::awaitAnswer);
        assertThatExceptionOfType(java.util.concurrent.TimeoutException.class)
                .isThrownBy(() -> second.get(1, TimeUnit.SECONDS));
        memory.takeAnswer(700 * KIB); // As it is.
        memory.giveAnswer(600 * KIB);
        assertThat(second.isDone()).isFalse();
        memory.giveAnswer(700 * KIB);
        assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo(600 * KIB);
    }

    private long awaitAnswer() {
        try {
            return await(memory);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static long await(MemoryBudget memory) throws InterruptedException {
        long now = memory.tryAnswer();
        return now == MemoryBudget.NONE ? memory.awaitAnswer(() -> false) : now;
    }

    @Test
    void callsThatNobodyWantsAnyMoreAreNotInTheWay() throws Exception {
        memory.sawAnswer(LIMIT);
        assertThat(awaitAnswer()).isEqualTo(LIMIT);
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Long>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return memory.awaitAnswer(over::get);
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    },
                    task -> new Thread(task).start()));
        }
        over.set(true);
        for (CompletableFuture<Long> each : waiting) {
            assertThat(each.get(60, TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    void aCallWaitsNoLongerThanItsPatienceAndLeavesNothing() throws Exception {
        MemoryBudget hasty = new MemoryBudget(LIMIT, 2, TimeUnit.SECONDS.toNanos(1));
        hasty.sawAnswer(LIMIT);
        assertThat(await(hasty)).isEqualTo(LIMIT);
        assertThat(await(hasty)).isEqualTo(-1);
        hasty.giveAnswer(LIMIT);
        assertThat(hasty.usedBytes()).isZero();
        assertThat(await(hasty)).isEqualTo(LIMIT);
    }

    @Test
    void aCallThatWaitsHasItsRoomBeforeABodyThatDoes() throws Exception {
        memory.sawAnswer(600 * KIB);
        BodyRoom read = room("read");
        read.need(500 * KIB, 0);
        assertThat(await(memory)).isEqualTo(600 * KIB);
        CompletableFuture<Long> call = CompletableFuture.supplyAsync(this::awaitAnswer);
        Awaitility.await().until(memory::isAwaited);
        BodyRoom next = room("next");
        assertThat(next.need(500 * KIB, 0)).isEqualTo(Answer.WAITING);

        read.close();
        turn();
        assertThat(came).as("the call needs more, and is first").isEmpty();
        memory.giveAnswer(600 * KIB);
        assertThat(call.get(60, TimeUnit.SECONDS)).isEqualTo(600 * KIB);
        memory.giveAnswer(600 * KIB);
        turn();
        assertThat(came).containsExactly("next");
    }

    @Test
    void aCallThatWaitsCanBeInterrupted() {
        memory.sawAnswer(LIMIT);
        assertThat(awaitAnswer()).isEqualTo(LIMIT);
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<Long> second = CompletableFuture.supplyAsync(() -> {
            thread.complete(Thread.currentThread());
            return awaitAnswer();
        });
        thread.join().interrupt();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> second.get(60, TimeUnit.SECONDS))
                .withCauseInstanceOf(AssertionError.class);
        memory.giveAnswer(LIMIT);
        assertThat(awaitAnswer()).isEqualTo(LIMIT);
    }

    @Test
    void fewCallsBeginUntilAnAnswerIsKnownAndAllIfItIsSmall() throws Exception {
        List<CompletableFuture<Long>> calls = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            assertThat(await(memory)).isZero();
        }
        for (int i = 0; i < 50; i++) {
            calls.add(CompletableFuture.supplyAsync(this::awaitAnswer, task -> new Thread(task).start()));
        }
        memory.sawAnswer(10);
        for (CompletableFuture<Long> call : calls) {
            assertThat(call.get(60, TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    void callsBeginInTimeThoughNoneHasAnswered() throws Exception {
        List<CompletableFuture<Long>> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            calls.add(CompletableFuture.supplyAsync(this::awaitAnswer, task -> new Thread(task).start()));
        }
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> calls.stream().allMatch(CompletableFuture::isDone));
    }

    @Test
    void largeAnswersAmongSmallOnesCountMoreThanTheirMean() {
        AnswerSizes sizes = new AnswerSizes();
        for (int i = 0; i < 1000; i++) {
            sizes.saw(i % 10 == 0 ? 1000 * KIB : 0);
        }
        assertThat(sizes.expectedBytes()).isBetween(200L * KIB, 500L * KIB);
        for (int i = 0; i < 300; i++) {
            sizes.saw(0);
        }
        assertThat(sizes.expectedBytes()).isZero();
        sizes.saw(1000 * KIB);
        assertThat(sizes.expectedBytes()).isGreaterThan(200L * KIB);
    }
}
