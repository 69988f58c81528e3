package dev.effe.server;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.acme.topics.Gated;
import dev.effe.postgres.PostgresServer;
import dev.effe.postgres.PostgresTopicStoreProvider;
import dev.effe.spi.topics.StoreAddress;
import dev.effe.spi.topics.TopicStore;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes have the same schedules, by the clock of one database, which the test turns: each due time is one event,
 * and is run by one of them; by another one if that is killed.
 */
@Tag("once")
class PostgresSchedulesIT {

    private static final int SCHEDULES = 1_000;
    private static final Duration PATIENCE = EffeProcess.PATIENCE;
    private static final Duration LEAP = Duration.ofMillis(5_500);

    @TempDir
    Path folder;

    private final List<EffeProcess> processes = new ArrayList<>();
    private PostgresServer postgres;
    private String database;

    @BeforeEach
    void write() throws Exception {
        postgres = PostgresServer.shared();
        database = postgres.newDatabase();
        new FunctionJar().add(Gated.class).jar(folder.resolve("shop.jar"));
        Files.writeString(
                folder.resolve("effe.yaml"),
                """
                effe: 1
                name: shop
                functions:
                  report:
                    code: shop.jar
                    set: {notes: "%s", gate: "%s"}
                    triggers: [%s]
                """.formatted(notes(), folder.resolve("gate"), schedules())
                        + PostgresApp.store(folder, postgres, database));
        takeTheClock();
    }

    @AfterEach
    void kill() {
        processes.forEach(EffeProcess::close);
    }

    private Path notes() {
        return folder.resolve("notes.txt");
    }

    /** Texts that differ, and so keys; all of them are due each minute. */
    private static String schedules() {
        return IntStream.range(0, SCHEDULES)
                .mapToObj(number -> "{schedule: \"%s %s * * *\"}".formatted(all(number % 59, 59), all(number / 59, 23)))
                .collect(Collectors.joining(", "));
    }

    /** Each number up to a last one, in two ranges. */
    private static String all(int split, int last) {
        return "0-" + split + "," + (split + 1) + "-" + last;
    }

    /** The database's clock is the test's, and shows the begin of a minute. */
    private void takeTheClock() throws Exception {
        StoreAddress address = new StoreAddress(
                "test",
                postgres.url(database),
                Optional.of(PostgresServer.USER),
                Optional.of(postgres.passwordFile()),
                "effe");
        try (TopicStore store = new PostgresTopicStoreProvider().open(address)) {
            store.create(List.of());
        }
        postgres.psql(database, """
                create table effe.turned (by interval not null);
                insert into effe.turned
                    select date_trunc('minute', clock_timestamp()) + interval '62 seconds' - clock_timestamp();
                create or replace function effe.clock() returns timestamptz language sql volatile as
                $$ select clock_timestamp() + (select by from effe.turned) $$""");
    }

    private EffeProcess start() {
        return EffeProcess.in(folder, PostgresApp.EFFE_JAR)
                .beside(PostgresApp.jars())
                .start("--app", folder.resolve("effe.yaml").toString());
    }

    /** Processes whose own clock has leapt ask for that of the database. */
    private void passTheMinute() throws Exception {
        for (EffeProcess each : processes) {
            each.signal("STOP");
        }
        long stopped = System.nanoTime();
        postgres.psql(
                database,
                "update effe.turned set by = date_trunc('minute', effe.clock())"
                        + " + interval '61 seconds' - clock_timestamp()");
        await().atMost(PATIENCE).until(() -> System.nanoTime() - stopped > LEAP.toNanos());
        for (EffeProcess each : processes) {
            each.signal("CONT");
        }
    }

    /** The lines with a word, without it: "process id". */
    private List<String> noted(String what) throws Exception {
        try (Stream<String> lines = Files.exists(notes()) ? Files.lines(notes()) : Stream.of()) {
            return lines.filter(line -> line.startsWith(what + " "))
                    .map(line -> line.substring(what.length() + 1))
                    .toList();
        }
    }

    private static String process(String line) {
        return line.split(" ")[0];
    }

    private static String id(String line) {
        return line.split(" ")[1];
    }

    /** The processes that have begun the due time that waits at the gate. */
    private List<String> atTheGate() throws Exception {
        return noted("begun").stream()
                .filter(line -> id(line).startsWith("schedule/report/0/"))
                .map(PostgresSchedulesIT::process)
                .toList();
    }

    private List<String> log() {
        return postgres.psql(
                        database,
                        "select dedup from effe.log join effe.topic on topic = id where name = 'schedule.report'")
                .lines()
                .toList();
    }

    /** True if all but what waits at the gate, and is behind that, is written as done. */
    private boolean restIsWritten() {
        return postgres.psql(database, """
                        select not exists (select from effe.log join effe.cursor using (topic, lane)
                            where log.off > cursor.off and grp = 'report'
                            and lane <> (select lane from effe.log where dedup like 'schedule/report/0/%'))""").equals("t");
    }

    @Test
    void eachDueTimeRunsOnceAndThatOfAKilledProcessInAnother() throws Exception {
        String killed;
        try (FileChannel gate =
                FileChannel.open(folder.resolve("gate"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            gate.lock();
            IntStream.range(0, 3).forEach(number -> processes.add(start()));
            processes.forEach(EffeProcess::ready);
            passTheMinute();
            await().atMost(PATIENCE)
                    .until(() ->
                            noted("done").size() >= SCHEDULES - 1 && atTheGate().size() == 1 && restIsWritten());
            killed = atTheGate().get(0);
            EffeProcess holder = processes.stream()
                    .filter(each -> killed.equals("" + each.pid()))
                    .findFirst()
                    .orElseThrow();
            holder.close();
            holder.exitCode();
            postgres.psql(database, "update effe.turned set by = by + interval '16 seconds'"); // Its lease is over.
            await().atMost(PATIENCE).until(() -> atTheGate().size() == 2);
            assertThat(atTheGate().get(1)).isNotEqualTo(killed);
            assertThat(noted("done")).noneMatch(line -> id(line).startsWith("schedule/report/0/"));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(noted("done"))
                        .extracting(PostgresSchedulesIT::id)
                        .containsAll(log()));
        List<String> events = log();
        assertThat(events).as("one event for each due time").doesNotHaveDuplicates();
        assertThat(events.size() % SCHEDULES).isZero();
        assertThat(noted("done"))
                .as("a process that lives runs each once")
                .filteredOn(line -> !process(line).equals(killed))
                .extracting(PostgresSchedulesIT::id)
                .doesNotHaveDuplicates();
    }
}
