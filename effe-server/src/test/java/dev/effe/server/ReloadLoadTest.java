package dev.effe.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.HttpAnswer;
import dev.effe.server.kit.RawClient;
import dev.effe.server.kit.Soon;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reloads under load, which lose no request and leave no class loader. The long form: {@code -Deffe.reload.reloads=500
 * -Deffe.reload.requests=100000}.
 */
class ReloadLoadTest {

    private static final int RELOADS = Integer.getInteger("effe.reload.reloads", 100);
    private static final int REQUESTS = Integer.getInteger("effe.reload.requests", 20_000);
    private static final int CLIENTS = 8;
    /** From here on everything is loaded that is ever needed. */
    private static final int WARM = 20;

    private static final long MOST_GROWTH_BYTES = 4 << 20;

    @TempDir
    Path folder;

    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    /** The version that every request after now is to be answered by, or a later one. */
    private final AtomicInteger least = new AtomicInteger(1);

    private volatile boolean over;

    @ParameterizedTest
    @MethodSource("dev.effe.server.ReloadTester#workers")
    void noRequestIsLostAndNoLoaderStays(String workers) throws Exception {
        try (ReloadTester tester = new ReloadTester(
                folder, "--workers", workers, "--min-contexts", "1", "--max-contexts", "4", "--admin-port", "0")) {
            tester.reload(1);
            List<Thread> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> new Thread(() -> load(tester.server.port(), i), "client-" + i))
                    .toList();
            clients.forEach(Thread::start);
            long warmBytes = 0;
            int version = 1;
            while (failed.isEmpty() && (version < RELOADS || answered.get() < REQUESTS)) {
                int before = answered.get();
                tester.reload(++version);
                least.set(version);
                if (version == WARM) {
                    tester.awaitLoaders(2);
                    warmBytes = metaspaceBytes();
                }
                int share = version < RELOADS ? REQUESTS / RELOADS : 0;
                Soon.await().until(() -> answered.get() >= before + share || !failed.isEmpty());
            }
            over = true;
            for (Thread client : clients) {
                client.join();
            }
            assertThat(failed).isEmpty();
            assertThat(answered.get()).isGreaterThanOrEqualTo(REQUESTS);
            tester.awaitLoaders(1);
            assertThat(metaspaceBytes() - warmBytes).isLessThan(MOST_GROWTH_BYTES);
            assertThat(tester.warnings()).isEmpty();
            assertThat(tester.admin("/metrics").body()).contains("effe_contexts{state=\"in_use\"} 0.0");
        }
    }

    /** One request after another on a connection, and sometimes two at once. */
    private void load(int port, int number) {
        try (RawClient client = new RawClient(port)) {
            for (int i = number; !over; i++) {
                int pipelined = i % 10 == 0 ? 2 : 1;
                int atLeast = least.get();
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(pipelined));
                for (int answers = 0; answers < pipelined; answers++) {
                    check(client.read(), atLeast);
                }
            }
        } catch (IOException | RuntimeException e) {
            failed.add(Thread.currentThread().getName() + " after " + answered + ": " + e);
        }
    }

    private void check(HttpAnswer answer, int atLeast) {
        String[] versions = answer.text().split(" ");
        if (answer.status() != 200 || versions.length != 2 || !versions[0].equals(versions[1])) {
            failed.add(answer.status() + " " + answer.text());
        } else if (Integer.parseInt(versions[0].substring(1)) < atLeast) {
            failed.add("old code: " + answer.text() + " though " + atLeast + " was in service");
        }
        answered.incrementAndGet();
    }

    private static long metaspaceBytes() {
        System.gc();
        List<MemoryPoolMXBean> pools = new ArrayList<>(ManagementFactory.getMemoryPoolMXBeans());
        return pools.stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .mapToLong(pool -> pool.getUsage().getUsed())
                .sum();
    }
}
