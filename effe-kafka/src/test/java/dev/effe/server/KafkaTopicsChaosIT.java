package dev.effe.server;

import static dev.effe.server.kit.Soon.await;

import dev.effe.kafka.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes with topics in Kafka: one is killed, or stopped for longer than its lease, or the broker is killed and
 * started again, at random under load. See {@link Chaos}.
 */
@Tag("slow")
class KafkaTopicsChaosIT {

    private static final int PROCESSES = 2;
    /** Longer than a lease. */
    private static final int PAUSE_MILLIS = 16_000;

    private static final int MOST_PAUSE_MILLIS = 20_000;

    @TempDir
    Path folder;

    private EffeProcess start() {
        return KafkaApp.start(folder, "--app", folder.resolve("effe.yaml").toString());
    }

    private static void restart(KafkaBroker broker, ChaosProcesses to) throws Exception {
        broker.kill();
        broker.begin();
        to.lose(PROCESSES);
    }

    @Test
    void killedProcessesLoseNoEventAndKeysKeepTheirOrder() throws Exception {
        run(broker -> List.of((to, random) -> to.kill(random)));
    }

    @Test
    void aBrokerThatIsKilledUnderLoadLosesNoEventAndKeysKeepTheirOrder() throws Exception {
        run(broker -> List.of((to, random) -> restart(broker, to)));
    }

    /** The long form. */
    @Test
    @EnabledIfSystemProperty(named = "effe.chaos.seconds", matches = "\\d{2,}")
    void allOfThatAtRandom() throws Exception {
        run(broker -> List.of(
                (to, random) -> to.kill(random),
                (to, random) -> {
                    to.pause(random, PAUSE_MILLIS, MOST_PAUSE_MILLIS);
                    to.lose(1);
                },
                (to, random) -> restart(broker, to)));
    }

    private void run(Function<KafkaBroker, List<ChaosProcesses.Fault>> faults) throws Exception {
        Chaos chaos = new Chaos();
        try (KafkaBroker broker = KafkaBroker.start()) {
            BookingApp.write(folder, KafkaApp.store(broker));
            try (ChaosProcesses processes = new ChaosProcesses(PROCESSES, this::start)) {
                chaos.run(processes, faults.apply(broker));
                for (EffeProcess each : processes.all()) {
                    TopicsAdmin admin = new TopicsAdmin(each);
                    await().atMost(Duration.ofMinutes(5)).ignoreExceptions().until(admin::isSettled);
                }
                chaos.check(new TopicsAdmin(processes.all().get(0)), BookingApp.book(folder));
            }
        }
    }
}
