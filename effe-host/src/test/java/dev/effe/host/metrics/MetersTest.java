package dev.effe.host.metrics;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.effe.host.model.Account;
import dev.effe.host.model.CodeRef;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.FunctionVersion;
import dev.effe.host.model.VersionConfig;
import dev.effe.host.store.DataFolder;
import dev.effe.host.store.Functions.Changed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class MetersTest {

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:30Z");
    private static final long MINUTE = NOON.getEpochSecond() / 60;
    private static final long MILLI = 1_000_000;

    @TempDir
    private Path folder;

    private DataFolder data;
    private volatile Instant now = NOON;
    private Meters meters;

    @BeforeEach
    void open() throws Exception {
        data = DataFolder.open(folder, new Account("us-east-1", "000000000000"), InstantSource.system());
        set("orders", true);
        meters = made();
    }

    @AfterEach
    void close() throws Exception {
        meters.close();
        data.close();
    }

    private Meters made() {
        Meters made = new Meters(folder.resolve("functions"), data.functions(), () -> now);
        data.functions().listen(made);
        return made;
    }

    private void set(String name, boolean there) throws Exception {
        VersionConfig config = new VersionConfig(
                new CodeRef("0".repeat(64), 1), "java17", "a.B", "", 128, 3, new TreeMap<>(), Map.of());
        @Nullable FunctionState state = there ? FunctionState.of(name, FunctionVersion.latest(config, "r", Instant.EPOCH)) : null;
        data.functions().<Boolean, RuntimeException>change(name, before -> new Changed<>(state, true));
    }

    @Test
    void anEndDoesNotWaitForTheNextMinute() throws Exception {
        now = NOON.plusSeconds(30);
        meters.start();
        await().until(() -> waitsForTheNextMinute());
        assertTimeout(Duration.ofSeconds(30), meters::close);
    }

    private static boolean waitsForTheNextMinute() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("effe-metrics"))
                .anyMatch(thread -> Stream.of(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().endsWith("DelayedWorkQueue")));
    }

    private void pass(Duration time) {
        now = now.plus(time);
        meters.tick();
    }

    private void call(String qualifier, String version, boolean failed, long millis) {
        meters.begin("orders", qualifier, version).ended(failed, millis * MILLI);
    }

    private List<Sample> read(String function) throws IOException {
        List<Sample> samples = new ArrayList<>();
        meters.read(function, 0, Long.MAX_VALUE, samples::add);
        return samples;
    }

    /** Each as: minutes after noon, qualifier, version, invocations, errors, throttles, the most at once. */
    private List<String> told() throws IOException {
        return read("orders").stream()
                .map(sample -> sample.minute() - MINUTE + " " + sample.qualifier() + " " + sample.version() + " "
                        + sample.values().invocations() + " " + sample.values().errors() + " "
                        + sample.values().throttles() + " " + sample.values().concurrent())
                .sorted()
                .toList();
    }

    private Path day() {
        return folder.resolve("functions/orders/metrics/2026-11-30");
    }

    @Test
    void countsByMinuteNameAndVersion() throws Exception {
        call("prod", "1", false, 10);
        call("prod", "1", true, 30);
        call("prod", "2", false, 20);
        call("", "$LATEST", false, 5);
        meters.throttled("orders", "prod", "2");
        assertThat(told()).containsExactly("0  $LATEST 1 0 0 1", "0 prod 1 2 1 0 1", "0 prod 2 1 0 1 1");

        pass(Duration.ofSeconds(30));
        call("prod", "1", false, 10);
        assertThat(told())
                .containsExactly("0  $LATEST 1 0 0 1", "0 prod 1 2 1 0 1", "0 prod 2 1 0 1 1", "1 prod 1 1 0 0 1");
    }

    @Test
    void aReaderBeginsTheMinuteToo() throws Exception {
        call("prod", "1", false, 10);
        now = now.plusSeconds(30);
        assertThat(told()).containsExactly("0 prod 1 1 0 0 1");
        call("prod", "1", false, 10);
        assertThat(told()).containsExactly("0 prod 1 1 0 0 1", "1 prod 1 1 0 0 1");
    }

    @Test
    void tellsTheMostThatRunAtOnceAlsoOfThoseThatBeganEarlier() throws Exception {
        Series first = meters.begin("orders", "", "1");
        Series second = meters.begin("orders", "", "1");
        pass(Duration.ofMinutes(1));
        second.ended(false, MILLI);
        pass(Duration.ofMinutes(1));
        first.ended(false, MILLI);
        pass(Duration.ofMinutes(1));
        assertThat(told()).containsExactly("0  1 0 0 0 2", "1  1 1 0 0 2", "2  1 1 0 0 1");
    }

    @Test
    void aClockThatJumpsBackLosesNothing() throws Exception {
        call("", "1", false, 10);
        pass(Duration.ofMinutes(-90));
        call("", "1", false, 10);
        pass(Duration.ofMinutes(90));
        call("", "1", true, 10);
        pass(Duration.ofMinutes(1));
        assertThat(told()).containsExactly("-90  1 1 0 0 1", "0  1 1 0 0 1", "0  1 1 1 0 1");
    }

    @Test
    void keepsAllButTheLastMinuteWithoutBeingClosed() throws Exception {
        call("prod", "1", true, 10);
        pass(Duration.ofMinutes(1));
        call("prod", "1", true, 10);
        meters = made(); // The earlier one might as well be killed.
        assertThat(told()).containsExactly("0 prod 1 1 1 0 1");
    }

    @Test
    void keepsTheLastMinuteIfItIsClosed() throws Exception {
        call("prod", "1", false, 10);
        meters.close();
        meters = made();
        call("prod", "1", false, 30);
        assertThat(told()).containsExactly("0 prod 1 1 0 0 1", "0 prod 1 1 0 0 1");
    }

    @Test
    void filesAreTheOwnersOnly() throws Exception {
        call("", "1", false, 10);
        pass(Duration.ofMinutes(1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(day())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(day().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void cutsATornLine() throws Exception {
        call("", "1", false, 10);
        pass(Duration.ofMinutes(1));
        Files.writeString(day(), MINUTE + 1 + " . 1 5 0 0 9", StandardOpenOption.APPEND);
        meters = made();
        call("", "1", true, 10);
        pass(Duration.ofMinutes(1));
        assertThat(told()).containsExactly("0  1 1 0 0 1", "1  1 1 1 0 1");
        assertThat(Files.readString(day())).hasLineCount(2).endsWith("\n");
    }

    @Test
    void damagedLinesAreLeftOut() throws Exception {
        call("", "1", false, 10);
        pass(Duration.ofMinutes(1));
        String whole = Files.readString(day());
        Files.writeString(
                day(),
                "\0\0\0\n" + whole.replace(" . ", " . x ") + whole.replaceFirst(":1\n", ":-1\n") + "x" + whole
                        + whole.replaceFirst(" \\d+:1\n", " 999:1\n") + "\n" + whole);
        assertThat(told()).containsExactly("0  1 1 0 0 1");
    }

    @Test
    void keepsSevenDays() throws Exception {
        call("", "1", false, 10);
        pass(Duration.ofDays(7));
        assertThat(told()).containsExactly("0  1 1 0 0 1");
        assertThat(day()).exists();
        pass(Duration.ofDays(1));
        assertThat(told()).isEmpty();
        assertThat(day()).doesNotExist();
    }

    @Test
    void deletesOldDaysOfFunctionsThatNobodyCalls() throws Exception {
        call("", "1", false, 10);
        meters.close();
        now = now.plus(Duration.ofDays(8));
        meters = made();
        meters.tick();
        assertThat(day()).doesNotExist();
    }

    @Test
    void aFunctionMadeAgainStartsAtZero() throws Exception {
        Series running = meters.begin("orders", "prod", "1");
        call("prod", "1", true, 10);
        pass(Duration.ofMinutes(1));
        call("prod", "1", true, 10);
        set("orders", false);
        assertThat(read("orders")).isEmpty();
        call("prod", "1", true, 10); // Resolved before it was gone.
        set("orders", true);
        running.ended(true, MILLI);
        pass(Duration.ofMinutes(1));
        assertThat(told()).isEmpty();
        call("prod", "1", false, 10);
        assertThat(told()).containsExactly("2 prod 1 1 0 0 1");
    }

    @Test
    void idleSeriesLeaveTheMemoryAndNothingIsLost() throws Exception {
        Series running = meters.begin("orders", "prod", "1");
        call("prod", "2", false, 10);
        for (int i = 0; i < 61; i++) {
            pass(Duration.ofMinutes(1));
        }
        assertThat(meters.series()).isEqualTo(1); // That of the call that runs.
        running.ended(false, MILLI);
        call("prod", "2", false, 10);
        assertThat(told()).contains("0 prod 2 1 0 0 1", "61 prod 1 1 0 0 1", "61 prod 2 1 0 0 1");
    }

    @Test
    void memoryIsBoundedWithManyVersions() throws Exception {
        for (int i = 0; i < Meters.MOST_SERIES + 2; i++) {
            meters.begin("orders", "", Integer.toString(i)).ended(true, MILLI);
        }
        meters.throttled("orders", "", "beyond");
        assertThat(meters.series()).isEqualTo(Meters.MOST_SERIES);
        pass(Duration.ofMinutes(1));
        assertThat(read("orders")).hasSize(Meters.MOST_SERIES);
        set("orders", false);
        assertThat(meters.series()).isZero();
    }

    @Test
    void countsEachCallOnceWhileMinutesPass() throws Exception {
        int threads = 4;
        int calls = 20_000;
        CountDownLatch ended = new CountDownLatch(threads);
        List<Thread> all = Stream.generate(() -> new Thread(() -> {
                    for (int i = 0; i < calls; i++) {
                        call("prod", "1", i % 2 == 0, i % 50);
                    }
                    ended.countDown();
                }))
                .limit(threads)
                .toList();
        all.forEach(Thread::start);
        while (ended.getCount() > 0) {
            pass(Duration.ofMinutes(1));
        }
        pass(Duration.ofMinutes(1));
        Values sum = new Values();
        read("orders").forEach(sample -> sum.add(sample.values()));
        assertThat(sum.invocations()).isEqualTo((long) threads * calls);
        assertThat(sum.errors()).isEqualTo(threads * calls / 2L);
        assertThat(sum.durations()).isEqualTo((long) threads * calls);
        assertThat(sum.longestNanos()).isEqualTo(49 * MILLI);
        assertThat(sum.shortestNanos()).isZero();
        assertThat(sum.concurrent()).isBetween(1L, (long) threads);
    }

    @Test
    void aFolderThatCannotBeWrittenCostsMinutesOnly() throws Exception {
        Files.writeString(folder.resolve("functions/orders/metrics"), "in the way");
        call("", "1", false, 10);
        pass(Duration.ofMinutes(1));
        Files.delete(folder.resolve("functions/orders/metrics"));
        call("", "1", true, 10);
        pass(Duration.ofMinutes(1));
        assertThat(told()).containsExactly("1  1 1 1 0 1");
    }
}
