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
 * Topics in files: appends of 16 threads beside one Kafka broker's, the time from an append to the run of its event, and
 * the delivery of events that do nothing, with an empty log and with a long one. Rounds take turns.
 */
public final class TopicCost {

    private static final int LATENCIES = 100;

    private int rounds = 5;
    private int seconds = 3;
    private int burst = 20_000;
    private int events = 2_000_000;
    private final Options options = Options.parse(List.of("--no-pin"));

    private TopicCost() {}

    public static void main(String[] arguments) throws Exception {
        TopicCost cost = new TopicCost();
        Arguments.read(List.of(arguments), Set.of(), cost::set);
        Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "topics-bench");
        try {
            cost.appends(folder);
            cost.deliveries(folder);
        } finally {
            Folders.delete(folder);
        }
    }

    private void set(String name, String value) {
        switch (name) {
            case "--rounds" -> rounds = Arguments.number(name, value, 1, 100);
            case "--seconds" -> seconds = Arguments.number(name, value, 1, 60);
            case "--burst" -> burst = Arguments.number(name, value, 1_000, 1_000_000);
            case "--events" -> events = Arguments.number(name, value, 0, 100_000_000);
            case "--java" -> options.java = Path.of(value);
            default ->
                throw new IllegalArgumentException(
                        name + " is unknown: topics has --rounds, --seconds, --burst, --events and --java");
        }
    }

    private void appends(Path folder) throws Exception {
        Table table = new Table("append, 16 threads", "events/s", "Kafka", "ratio", "CPU us/event", "Kafka", "ratio");
        try (Appending kafka = KafkaPeer.start(options.java, folder.resolve("kafka"));
                Appending files = StoreAppending.files(folder.resolve("files"))) {
            for (boolean pipelined : new boolean[] {false, true}) {
                kafka.run(pipelined, seconds);
                files.run(pipelined, seconds);
                Rounds theirs = new Rounds();
                Rounds ours = new Rounds();
                for (int round = 0; round < rounds; round++) {
                    theirs.add(kafka.run(pipelined, seconds));
                    ours.add(files.run(pipelined, seconds));
                }
                table.row(
                        pipelined ? "pipelined" : "one by one",
                        ours.median(Load::perSecond),
                        theirs.median(Load::perSecond),
                        ours.ratio(Load::perSecond, theirs),
                        ours.median(Load::cpuPerRequest),
                        theirs.median(Load::cpuPerRequest),
                        ours.ratio(Load::cpuPerRequest, theirs));
            }
        }
        System.out.println(table);
    }

    private void deliveries(Path folder) throws Exception {
        Rounds latency = new Rounds();
        Rounds empty = new Rounds();
        Rounds full = new Rounds();
        try (Shop short_ = Shop.start(options, Files.createDirectories(folder.resolve("short")), 0);
                Shop long_ = Shop.start(options, Files.createDirectories(folder.resolve("long")), events)) {
            short_.delivery(burst);
            long_.delivery(burst);
            for (int round = 0; round < rounds; round++) {
                empty.add(short_.delivery(burst));
                full.add(long_.delivery(burst));
                latency.add(short_.latency(LATENCIES));
            }
        }
        Table table = new Table("append and run a no-op", "events/s", "ratio", "CPU us/event", "ratio");
        table.row("short log", empty.median(Load::perSecond), 1.0, empty.median(Load::cpuPerRequest), 1.0);
        table.row(
                events + " events before",
                full.median(Load::perSecond),
                full.ratio(Load::perSecond, empty),
                full.median(Load::cpuPerRequest),
                full.ratio(Load::cpuPerRequest, empty));
        System.out.println(table);
        Table times = new Table("append to run, idle", "median of rounds", "least");
        times.row("p50 ms", latency.median(Load::p50) / 1e3, latency.min(Load::p50) / 1e3);
        times.row("p99 ms", latency.median(Load::p99) / 1e3, latency.min(Load::p99) / 1e3);
        System.out.println(times);
    }
}
