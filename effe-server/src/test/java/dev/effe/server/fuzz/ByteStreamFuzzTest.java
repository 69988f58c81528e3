package dev.effe.server.fuzz;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.Logic;
import dev.effe.server.kit.Servers;
import dev.effe.server.tls.TestIdentity;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends streams that nobody thought of to the real server, over sockets. The properties {@code effe.fuzz.streams} and
 * {@code effe.fuzz.seed} say how many and which; a failure says how to see its stream again.
 */
@Tag("slow")
@Tag("fuzz") // A JVM of its own: see the pom.
class ByteStreamFuzzTest {

    private static final long SEED = Long.getLong("effe.fuzz.seed", 9112);
    private static final int STREAMS = Integer.getInteger("effe.fuzz.streams", 1500);
    private static final int ONE = Integer.getInteger("effe.fuzz.case", -1);
    private static final int REPEATS = 20;
    private static final int WARM_UP = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PLAIN = "GET /plain HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final SeenRequests seen = new SeenRequests(SEED);
    private final Answers answers = new Answers(SEED);

    @Test
    void noStreamHangsLeaksSplitsOrFails(@TempDir Path folder) throws Exception {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        TestIdentity identity = TestIdentity.ec("fuzz");
        identity.write(folder.resolve("crt"), folder.resolve("key"));
        String[] tls = {
            "tls-cert",
            folder.resolve("crt").toString(),
            "tls-key",
            folder.resolve("key").toString()
        };
        try (Complaints complaints = new Complaints()) {
            try (FuzzServer clear = new FuzzServer(Logic.of(seen::run));
                    FuzzServer proxy = new FuzzServer(Logic.of(seen::run), "proxy-protocol", "on");
                    FuzzServer secure = new FuzzServer(Logic.of(seen::run), tls)) {
                Map<Door, FuzzServer> servers =
                        new EnumMap<>(Map.of(Door.CLEAR, clear, Door.PROXY, proxy, Door.TLS, secure));
                run(servers, WARM_UP, number -> FuzzCase.of(SEED, -1 - number));
                long descriptors = descriptors();

                if (ONE >= 0) {
                    run(servers, REPEATS, number -> FuzzCase.of(SEED, ONE));
                } else {
                    run(servers, STREAMS, number -> FuzzCase.of(SEED, number));
                    checkThatMuchWasReached();
                }

                assertThat(Servers.exchange(clear.port(), PLAIN)).startsWith("HTTP/1.1 200 ");
                await().atMost(PATIENCE).until(() -> descriptors() <= descriptors + 5);
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                            .extracting(Thread::getName)
                            .noneMatch(name ->
                                    name.startsWith("effe-") && !name.equals("effe-log"))); // The process has that.
            assertThat(complaints.lines()).isEmpty();
            assertThat(seen.impossible).isEmpty();
            checkThatNothingLeaked(complaints);
        }
    }

    private void run(Map<Door, FuzzServer> servers, int count, IntFunction<FuzzCase> cases) throws IOException {
        Map<Door, Integer> ports = new EnumMap<>(Door.class);
        servers.forEach((door, server) -> ports.put(door, server.port()));
        List<String> findings = new FuzzClient(ports, answers).run(count, cases);
        assertThat(String.join("\n\n", findings)).isEmpty();
        servers.values().forEach(FuzzServer::awaitBaseline);
    }

    /** The mutations neither spare nor spoil everything. */
    private void checkThatMuchWasReached() {
        System.out.println("Fuzzed " + STREAMS + " streams of seed " + SEED + ": " + answers.counts());
        for (String status : new String[] {"200", "400", "h2 200"}) {
            assertThat(answers.count(status)).as(status).isGreaterThan(STREAMS / 100);
        }
    }

    private static long descriptors() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            return all.count();
        }
    }

    /** A buffer that is leaked on purpose shows that leaks are found; whatever leaked before it is found with it. */
    private static void checkThatNothingLeaked(Complaints complaints) {
        leak();
        await().atMost(PATIENCE).until(() -> {
            System.gc();
            ByteBufAllocator.DEFAULT.buffer(16).release();
            return complaints.lines().stream().anyMatch(line -> line.contains("on purpose"));
        });
        assertThat(complaints.lines()).hasSize(1);
    }

    private static void leak() {
        ByteBuf leaked = ByteBufAllocator.DEFAULT.buffer(16);
        leaked.touch("on purpose");
    }
}
