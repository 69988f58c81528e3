package dev.effe.host.engine;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InstancesTest {

    private static final Duration IDLE = Duration.ofMinutes(10);

    private final FakeEngine engine = new FakeEngine();
    private final AtomicLong now = new AtomicLong();
    private final MachineMemory memory = new MachineMemory(3 * 128);
    private final Instances instances = new Instances(engine, memory, new StartGate(2), IDLE, now::get);

    @AfterEach
    void close() {
        instances.close();
    }

    /** A claim whose end the test waits for. */
    private static final class Recorded implements Claim {

        private final BlockingQueue<Object> ends = new ArrayBlockingQueue<>(1);

        @Override
        public void granted(Instance instance) {
            ends.add(instance);
        }

        @Override
        public void failed(StartFailedException why) {
            ends.add(why);
        }

        @Override
        public void refused() {
            ends.add("refused");
        }

        Object end() throws InterruptedException {
            Object end = ends.poll(30, TimeUnit.SECONDS);
            assertThat(end).as("the claim is told").isNotNull();
            return end;
        }

        Instance instance() throws InterruptedException {
            return (Instance) end();
        }

        boolean isTold() {
            return !ends.isEmpty();
        }
    }

    private static InstanceSpec spec(String version, String... variables) {
        Map<String, String> environment = new TreeMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return new InstanceSpec(
                new Resolved("orders", version, "r"),
                Path.of("/code.zip"),
                "java21",
                "com.acme.Orders",
                128,
                Duration.ofSeconds(3),
                new TreeMap<>(environment));
    }

    private static InstanceSpec oneAtATime(String version) {
        return spec(version, "AWS_LAMBDA_MAX_CONCURRENCY", "1");
    }

    private Recorded claim(InstanceSpec spec) {
        Recorded claim = new Recorded();
        instances.claim(spec, claim);
        return claim;
    }

    @Test
    void startsOneInstanceForCallsThatComeTogether() throws Exception {
        engine.gate = new CountDownLatch(1);
        Recorded first = claim(spec("1"));
        Recorded second = claim(spec("1"));
        assertThat(first.isTold()).isFalse();
        engine.gate.countDown();

        assertThat(first.instance()).isSameAs(second.instance());
        assertThat(engine.asked).containsExactly("orders:1");
    }

    @Test
    void startsAnotherWhenTheFirstIsFull() throws Exception {
        Instance first = claim(oneAtATime("1")).instance();
        Instance second = claim(oneAtATime("1")).instance();

        assertThat(second).isNotSameAs(first);
        instances.release(first);
        assertThat(claim(oneAtATime("1")).instance()).isSameAs(first);
    }

    @Test
    void givesTheTwentiethCallAPlaceAndHasTheNextStartAnInstance() throws Exception {
        Instance first = claim(spec("1")).instance();
        for (int i = 1; i < 20; i++) {
            assertThat(claim(spec("1")).instance()).isSameAs(first);
        }
        assertThat(claim(spec("1")).instance()).isNotSameAs(first);
    }

    @Test
    void keepsVersionsApart() throws Exception {
        Instance one = claim(spec("1")).instance();
        Instance two = claim(spec("2")).instance();

        assertThat(one.version().version()).isEqualTo("1");
        assertThat(two.version().version()).isEqualTo("2");
    }

    @Test
    void stopsWhatIsIdleForLongEnoughAndNothingElse() throws Exception {
        Instance busy = claim(spec("1")).instance();
        instances.release(claim(spec("2")).instance());

        now.addAndGet(IDLE.toNanos() - 1);
        instances.tick();
        assertThat(engine.alive()).isEqualTo(2);

        now.addAndGet(1);
        instances.tick();
        assertThat(engine.alive()).isEqualTo(1);
        assertThat(busy.isAlive()).isTrue();
        await().untilAsserted(() -> assertThat(memory.usedMb()).isEqualTo(128));
    }

    @Test
    void stopsTheIdlestForAnotherWhenThereIsNoMemory() throws Exception {
        for (int round = 0; round < 3; round++) {
            for (int version = 1; version <= 6; version++) {
                now.addAndGet(1000);
                instances.release(claim(spec("" + version)).instance());
                assertThat(engine.alive()).isLessThanOrEqualTo(3);
            }
        }
        assertThat(memory.usedMb()).isEqualTo(3 * 128);
    }

    @Test
    void refusesACallForWhichThereIsNoMemoryInTime() throws Exception {
        for (int i = 1; i <= 3; i++) {
            claim(spec("" + i)).instance();
        }
        Recorded fourth = claim(spec("4"));
        await().until(
                        () -> { // The memory's patience is over by this clock.
                            now.addAndGet(Duration.ofSeconds(1).toNanos());
                            return fourth.isTold();
                        });
        assertThat(fourth.end()).isEqualTo("refused");
        assertThat(engine.asked).doesNotContain("orders:4");
    }

    private static void awaitLooks(AtomicInteger looks) {
        int before = looks.get();
        await().until(() -> looks.get() > before + 3);
    }

    @Test
    void waitsForOneThatEndsSlowly() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        Ticker counting = () -> {
            looks.incrementAndGet();
            return now.get();
        };
        try (Instances own = new Instances(engine, new MachineMemory(128), new StartGate(1), IDLE, counting)) {
            Recorded first = new Recorded();
            own.claim(spec("1"), first);
            own.release(first.instance());
            engine.started.get(0).lingers = true;
            Recorded second = new Recorded();
            own.claim(spec("2"), second);
            awaitLooks(looks); // It waits.
            now.addAndGet(Duration.ofSeconds(30).toNanos());
            awaitLooks(looks);
            assertThat(second.isTold()).isFalse();

            engine.started.get(0).kill();
            assertThat(second.instance().isAlive()).isTrue();
        }
    }

    @Test
    void tellsCallersWhyAStartFailedAndWaitsBeforeTheNext() throws Exception {
        engine.failure = new StartFailedException("no such class");
        assertThat(claim(spec("1")).end()).isSameAs(engine.failure);
        assertThat(claim(spec("1")).end()).isSameAs(engine.failure);
        assertThat(engine.asked).hasSize(1);

        engine.failure = null;
        now.addAndGet(Duration.ofMillis(500).toNanos() - 1);
        assertThat(claim(spec("1")).end()).isInstanceOf(StartFailedException.class);
        now.addAndGet(1);
        assertThat(claim(spec("1")).end()).isInstanceOf(Instance.class);
        assertThat(memory.usedMb()).isEqualTo(128);
    }

    @Test
    void startsAnotherForTheNextCallWhenOneHasDied() throws Exception {
        Instance first = claim(spec("1")).instance();
        engine.started.get(0).kill();
        instances.release(first);

        assertThat(claim(spec("1")).instance()).isNotSameAs(first);
        assertThat(memory.usedMb()).isEqualTo(128);
    }

    @Test
    void startsAnotherForThoseThatWaitWhenOneHasDied() throws Exception {
        claim(oneAtATime("1")).instance();
        claim(oneAtATime("1")).instance();
        claim(oneAtATime("1")).instance();
        Recorded waiting = claim(oneAtATime("1"));
        assertThat(waiting.isTold()).isFalse();

        engine.started.get(0).kill();

        assertThat(waiting.instance().isAlive()).isTrue();
    }

    @Test
    void lastsForTheCallsOfAVersionThatIsRetired() throws Exception {
        Instance busy = claim(spec("1")).instance();
        instances.release(claim(spec("2")).instance());

        instances.retire(version -> true);

        assertThat(busy.isAlive()).isTrue();
        assertThat(engine.alive()).isEqualTo(1);
        instances.release(busy);
        assertThat(engine.alive()).isZero();
        assertThat(claim(spec("1")).instance()).isNotSameAs(busy);
    }

    @Test
    void servesThoseThatWaitForAVersionThatIsRetiredMeanwhile() throws Exception {
        engine.gate = new CountDownLatch(1);
        Recorded waiting = claim(spec("1"));
        await().until(() -> engine.asked.size() == 1);
        instances.retire(version -> true);
        engine.gate.countDown();

        Instance instance = waiting.instance();
        assertThat(instance.isAlive()).isTrue();
        instances.release(instance);
        assertThat(instance.isAlive()).isFalse();
    }

    @Test
    void bringsAVersionUpWithoutACall() throws Exception {
        instances.ready(spec("1")).get(30, TimeUnit.SECONDS);
        assertThat(instances.isRunning(spec("1").version())).isTrue();

        engine.failure = new StartFailedException("no such class");
        assertThatThrownBy(() -> instances.ready(spec("2")).join())
                .isInstanceOf(CompletionException.class)
                .hasRootCause(engine.failure);
        assertThat(instances.isRunning(spec("2").version())).isFalse();
    }

    @Test
    void refusesTheCallBeyondAThousandThatWait() throws Exception {
        engine.gate = new CountDownLatch(1);
        for (int i = 0; i < 1000; i++) {
            assertThat(claim(spec("1")).isTold()).isFalse();
        }
        assertThat(claim(spec("1")).end()).isEqualTo("refused");
        engine.gate.countDown();
    }

    @Test
    void refusesACallThatWaitsForAPlaceForFiveSeconds() throws Exception {
        claim(spec("1", "AWS_LAMBDA_MAX_CONCURRENCY", "1")).instance();
        claim(spec("2")).instance();
        claim(spec("3")).instance();
        Recorded waiting = claim(spec("1", "AWS_LAMBDA_MAX_CONCURRENCY", "1"));
        await().until(() -> {
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            instances.tick();
            return waiting.isTold();
        });
        assertThat(waiting.end()).isEqualTo("refused");
    }

    @Test
    void endsAllAtTheStop() throws Exception {
        instances.release(claim(spec("1")).instance());
        claim(spec("2")).instance();

        assertThat(instances.stop(Duration.ofSeconds(30))).isTrue();
        assertThat(engine.alive()).isZero();
        assertThat(claim(spec("3")).end()).isEqualTo("refused");
    }
}
