package dev.effe.bench.topics;

import dev.effe.bench.Arguments;
import dev.effe.bench.Folders;
import dev.effe.bench.compare.Load;
import dev.effe.bench.compare.Options;
import dev.effe.bench.compare.Rounds;
import dev.effe.bench.compare.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Events that are appended to a topic in Kafka and run a no-op, in order per key, beside a producer and a consumer's loop
 * with a manual commit on the same broker; and the time from an append to the run of its event. Rounds take turns.
 */
public final class KafkaDelivery {

    private static final int LATENCIES = 100;

    private final Options options = Options.parse(List.of("--no-pin"));
    private int rounds = 5;
    private int burst = 20_000;

    private KafkaDelivery() {}

    public static void main(String[] arguments) throws Exception {
        KafkaDelivery delivery = new KafkaDelivery();
        Arguments.read(List.of(arguments), Set.of(), delivery::set);
        Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "topics-bench");
        try {
            delivery.run(folder);
        } finally {
            Folders.delete(folder);
        }
    }

    private void set(String name, String value) {
        switch (name) {
            case "--rounds" -> rounds = Arguments.number(name, value, 1, 100);
            case "--burst" -> burst = Arguments.number(name, value, 1_000, 1_000_000);
            case "--java" -> options.java = Path.of(value);
            default ->
                throw new IllegalArgumentException(name + " is unknown: topics-kafka has --rounds, --burst and --java");
        }
    }

    private void run(Path folder) throws Exception {
        Rounds theirs = new Rounds();
        Rounds ours = new Rounds();
        Rounds latency = new Rounds();
        try (KafkaPeer kafka = KafkaPeer.start(options.java, folder.resolve("kafka"));
                Shop shop = Shop.startWithKafka(options, folder, kafka.port())) {
            kafka.deliver(burst);
            shop.delivery(burst);
            for (int round = 0; round < rounds; round++) {
                theirs.add(kafka.deliver(burst));
                ours.add(shop.delivery(burst));
                latency.add(shop.latency(LATENCIES));
            }
        }
        Table table = new Table("append and run a no-op", "events/s", "consumer's loop", "ratio");
        table.row(
                burst + " events",
                ours.median(Load::perSecond),
                theirs.median(Load::perSecond),
                ours.ratio(Load::perSecond, theirs));
        System.out.println(table);
        Table times = new Table("append to run, idle", "median of rounds", "least");
        times.row("p50 ms", latency.median(Load::p50) / 1e3, latency.min(Load::p50) / 1e3);
        times.row("p99 ms", latency.median(Load::p99) / 1e3, latency.min(Load::p99) / 1e3);
        System.out.println(times);
    }
}
