package dev.effe.server.edge;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Requests with unique ids, in HTTP/1.1 and HTTP/2, through a proxy that slices, stalls, cuts and resets their
 * connections, to a function that throws (5 %), never returns (1 %) and fails one start in twelve: none is lost but by the
 * proxy, none answered with another's bytes, every context accounted for, nothing left over.
 *
 * <p>The long run: {@code ./mvnw -pl effe-server -am test -Dtest=ChaosTest -Dchaos.requests=1000000}, and
 * {@code -Dchaos.seed=N} for another plan.
 */
class ChaosTest {

    private static final int REQUESTS = Integer.getInteger("chaos.requests", 6_000);
    private static final long SEED = Long.getLong("chaos.seed", 1);
    private static final int CLIENTS = 64;
    private static final int HTTP2_CLIENTS = 12;
    private static final int BYTES_PER_MISHAP = 4_000;
    /** The objects that the JDK and Netty make once and keep. */
    private static final int THREADS_KEPT = 8;

    private static final int DESCRIPTORS_KEPT = 4;
    private static final long HEAP_BYTES_KEPT = 24L * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The function's own faults are logged, a thousand times; anything else that is logged is a finding. */
    private static final Map<String, Level> LEVELS = Map.of(
            "dev.effe.server", Level.WARN, "dev.effe.server.dispatch", Level.OFF, "dev.effe.server.pool", Level.OFF);

    private ResourceLeakDetector.Level usual;

    @BeforeEach
    void lookForLeaks() {
        usual = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        LEVELS.forEach((name, level) -> logger(name).setLevel(level));
    }

    @AfterEach
    void restore() {
        ResourceLeakDetector.setLevel(usual);
        LEVELS.keySet().forEach(name -> logger(name).setLevel(null));
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    /** The things of a process that can run out. */
    private record Usage(int threads, long descriptors, long heapBytes) {

        static Usage now() {
            System.gc();
            return new Usage(
                    countThreads(),
                    countDescriptors(),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }

        /** All but the carriers of virtual threads, which the JDK ends when it pleases. */
        private static int countThreads() {
            return (int) Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> !thread.getName().startsWith("ForkJoinPool"))
                    .count();
        }

        /** Sockets, event queues and the like, on Linux; not the jars, which are opened when a class is needed. */
        private static long countDescriptors() {
            Path descriptors = Path.of("/proc/self/fd");
            if (!Files.isDirectory(descriptors)) {
                return 0;
            }
            try (Stream<Path> all = Files.list(descriptors)) {
                return all.filter(Usage::isNoFile).count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static boolean isNoFile(Path descriptor) {
            try {
                return !Files.readSymbolicLink(descriptor).startsWith("/");
            } catch (IOException e) {
                return false; // Closed since it was listed.
            }
        }

        boolean isBackAt(Usage before) {
            return threads <= before.threads + THREADS_KEPT
                    && descriptors <= before.descriptors + DESCRIPTORS_KEPT
                    && heapBytes <= before.heapBytes + HEAP_BYTES_KEPT;
        }
    }

    @Test
    void losesNothingAndMixesNothingUp() throws Exception {
        ChaosPlan plan = new ChaosPlan(SEED);
        ChaosFunction function = new ChaosFunction(plan, REQUESTS);
        ChaosLedger ledger = new ChaosLedger(plan, REQUESTS);
        Usage before = Usage.now();
        storm(plan, function, ledger);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(Usage.now()).matches(usage -> usage.isBackAt(before), "back at " + before));
    }

    private static void storm(ChaosPlan plan, ChaosFunction function, ChaosLedger ledger) throws Exception {
        try (EdgeServer server = new EdgeServer(
                function, "timeout", "1s", "min-contexts", "64", "max-contexts", "300", "context-idle", "1s")) {
            try (FaultyProxy proxy = new FaultyProxy(server.port(), BYTES_PER_MISHAP)) {
                runClients(plan, ledger, proxy);
            }
            assertSettled(server, function);
            assertThat(server.stop()).as("finished all").isTrue();
            assertThat(function.stopped).hasValue(function.started.get());
            ledger.reconcile(function);
            assertThat(ledger.offences).isEmpty();
            assertThat(function.offences).isEmpty();
            assertThat(function.starts).hasValueGreaterThan(function.started.get());
            assertPlausible(ledger.counts());
            assertNoLeak(server);
        }
    }

    private static void runClients(ChaosPlan plan, ChaosLedger ledger, FaultyProxy proxy) throws InterruptedException {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            FaultyProxy.Door door = proxy.door(ChaosPlan.mix(plan.seed()) + i);
            clients.add(new Thread(
                    i < HTTP2_CLIENTS
                            ? new ChaosHttp2Client(door, ledger)
                            : new ChaosClient(door, ledger, plan.seed() + i),
                    "chaos-client-" + i));
        }
        clients.forEach(Thread::start);
        for (Thread client : clients) {
            client.join();
        }
    }

    /** Every context is accounted for, while the server still runs, and nothing is open. */
    private static void assertSettled(EdgeServer server, ChaosFunction function) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (String none : List.of(
                    "effe_http_connections",
                    "effe_invocations_open",
                    "effe_invocations_running",
                    "effe_invocations_queued",
                    "effe_contexts{state=\"in_use\"}",
                    "effe_contexts{state=\"starting\"}",
                    "effe_contexts{state=\"stopping\"}",
                    "effe_contexts{state=\"overdue\"}")) {
                assertThat(server.metric(none)).as(none).isZero();
            }
            double live = server.metric("effe_contexts{state=\"idle\"}");
            assertThat(live).as("shrunk to the minimum").isEqualTo(64);
            assertThat(server.metric("effe_contexts_started_total")).isEqualTo(function.started.get());
            assertThat((double) function.started.get()).isEqualTo(function.stopped.get() + live);
        });
    }

    /** The storm was one, and most came through it. */
    private static void assertPlausible(Map<ChaosLedger.Seen, Integer> counts) {
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println("Of " + all + " requests: " + counts);
        assertThat(counts)
                .containsKeys(
                        ChaosLedger.Seen.ANSWERED,
                        ChaosLedger.Seen.FAILED,
                        ChaosLedger.Seen.TIMED_OUT,
                        ChaosLedger.Seen.DAMAGED);
        assertThat(counts.get(ChaosLedger.Seen.ANSWERED)).isGreaterThan(all / 2);
        assertThat(counts.get(ChaosLedger.Seen.DAMAGED)).isGreaterThan(all / 100);
    }

    /** A leak is noticed at the next allocation after the collection of what leaked. */
    private static void assertNoLeak(EdgeServer server) {
        System.gc();
        for (int i = 0; i < 100; i++) {
            ByteBufAllocator.DEFAULT.directBuffer().release();
        }
        assertThat(server.logged(Level.WARN))
                .filteredOn(line -> !line.contains("The function's start failed")) // As planned.
                .isEmpty();
    }
}
