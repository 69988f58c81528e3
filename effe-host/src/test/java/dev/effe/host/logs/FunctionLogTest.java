package dev.effe.host.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log of a function on the disk, and what becomes of it when that is full, slow or cut. */
@Timeout(120)
class FunctionLogTest {

    private static final LogLimits LIMITS = new LogLimits(Duration.ofDays(7), 8 << 20);
    private static final long NOW = 1_764_000_000_000L;
    private static final String STREAM = "2025/11/24/[7]abc";

    @TempDir
    private Path folder;

    private final AtomicLong bytesOfAll = new AtomicLong();
    private final List<String> failures = new ArrayList<>();
    private final Disks disk = new Disks();
    private Path logs;
    private FunctionLog log;

    @BeforeEach
    void open() throws IOException {
        logs = folder.resolve("logs");
        log = reopened();
    }

    private FunctionLog reopened() throws IOException {
        return FunctionLog.open(logs, disk, LIMITS, bytesOfAll);
    }

    private void add(long millis, String... lines) {
        for (String line : lines) {
            log.add(new LogEntry(millis, STREAM, line));
        }
    }

    private long write() {
        return log.write(NOW, why -> failures.add(String.valueOf(why.getMessage())));
    }

    private static List<LogRecord> read(FunctionLog from, long after) throws IOException {
        List<LogRecord> records = new ArrayList<>();
        try (LogScan scan = from.scan(after, 0, Long.MAX_VALUE)) {
            for (LogRecord record = scan.next(); record != null; record = scan.next()) {
                records.add(record);
            }
        }
        return records;
    }

    private static List<String> texts(FunctionLog from) throws IOException {
        return read(from, 0).stream().map(LogRecord::text).toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(logs)) {
            return all.sorted().toList();
        }
    }

    @Test
    void keepsLinesInTheirOrderWithNumbers() throws Exception {
        add(NOW, "a", "", " b  c ", "täxt\ttab", "x".repeat(64 * 1024));
        assertThat(write()).isZero();

        assertThat(read(log, 0))
                .startsWith(new LogRecord(1, NOW, STREAM, "a"), new LogRecord(2, NOW, STREAM, ""))
                .hasSize(5);
        assertThat(texts(log)).contains(" b  c ", "täxt\ttab", "x".repeat(64 * 1024));
        assertThat(read(log, 4)).extracting(LogRecord::sequence).containsExactly(5L);
        assertThat(read(log, 0).get(0).version()).isEqualTo("7");
    }

    @Test
    void isItsOwnersOnly() throws Exception {
        add(NOW, "secret");
        write();

        assertThat(Files.getPosixFilePermissions(files().get(0)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(logs)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void goesOnWithTheNextNumberAfterARestart() throws Exception {
        add(NOW, "a", "b");
        write();

        log = reopened();
        add(NOW, "c");
        write();

        assertThat(read(log, 0)).extracting(LogRecord::sequence).containsExactly(1L, 2L, 3L);
        assertThat(files()).hasSize(1);
    }

    @Test
    void cutsATornTailWhereverItWasCut() throws Exception {
        add(NOW, "first", "second", "thïrd");
        write();
        Path file = files().get(0);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            int cut = length;
            long lines =
                    IntStream.range(0, length).filter(i -> whole[i] == '\n').count();

            log = reopened();
            add(NOW, "next");
            write();

            List<String> expected =
                    new ArrayList<>(List.of("first", "second", "thïrd").subList(0, (int) lines));
            expected.add("next");
            assertThat(texts(log)).as("cut at %d", cut).isEqualTo(expected);
            assertThat(read(log, 0).get((int) lines).sequence()).isEqualTo(lines + 1);
            assertThat(texts(reopened())).isEqualTo(expected);
            log.files().closeOutput();
        }
    }

    @Test
    void readsOverWhatACrashOfTheMachineHasLeft() throws Exception {
        add(NOW, "a");
        write();
        Files.write(files().get(0), new byte[100], java.nio.file.StandardOpenOption.APPEND);
        Files.writeString(files().get(0), "garbage\n", java.nio.file.StandardOpenOption.APPEND);

        log = reopened();
        add(NOW, "b");
        write();

        assertThat(texts(log)).containsExactly("a", "b");
        assertThat(read(log, 0)).extracting(LogRecord::sequence).containsExactly(1L, 2L);
    }

    @Test
    void hasAFileForAnHour() throws Exception {
        add(NOW, "a");
        add(NOW + 3_599_999, "b");
        add(NOW + 3_600_000, "c");
        add(NOW - 1, "the clock was put back");
        write();

        assertThat(files()).hasSize(3);
        assertThat(texts(log)).containsExactly("a", "b", "c", "the clock was put back");
        try (LogScan scan = log.scan(0, NOW + 3_600_000, Long.MAX_VALUE)) {
            assertThat(scan.next()).isNotNull().extracting(LogRecord::text).isEqualTo("c");
            assertThat(scan.next()).isNull();
        }
        try (LogScan scan = log.scan(0, 0, NOW - 1)) {
            assertThat(scan.next()).isNotNull().extracting(LogRecord::text).isEqualTo("the clock was put back");
            assertThat(scan.next()).isNull();
        }
    }

    @Test
    void removesTheOldestLinesOnceThereAreTooManyBytes() throws Exception {
        String text = "x".repeat(1000);
        long written = 0;
        while (written < 3 * LIMITS.maxBytes()) {
            for (int i = 0; i < 200; i++) {
                add(NOW, text);
            }
            written += 200 * 1000;
            write();
            assertThat(log.files().bytes()).isLessThanOrEqualTo(LIMITS.maxBytes());
        }

        assertThat(log.files().bytes()).isGreaterThan(LIMITS.maxBytes() - 2 * LIMITS.fileBytes());
        List<LogRecord> left = read(log, 0);
        assertThat(left.get(left.size() - 1).sequence()).isEqualTo(log.files().lastSequence());
        for (int i = 1; i < left.size(); i++) {
            assertThat(left.get(i).sequence()).isEqualTo(left.get(i - 1).sequence() + 1);
        }
        long onDisk = 0;
        for (Path file : files()) {
            onDisk += Files.size(file);
        }
        assertThat(onDisk).isEqualTo(log.files().bytes());
    }

    @Test
    void removesWhatIsTooOld() throws Exception {
        add(NOW, "old");
        add(NOW + 3_600_000, "young");
        write();
        long keep = LIMITS.keep().toMillis();

        log.expire(NOW + 3_600_000 + keep - 1);
        assertThat(texts(log)).containsExactly("old", "young");
        log.expire(NOW + 3_600_000 + keep);
        assertThat(texts(log)).containsExactly("young");
        log.expire(NOW + 7_200_000 + keep);
        assertThat(texts(log)).isEmpty();
        log.expire(NOW + 7_200_001 + keep);
        assertThat(files()).hasSize(1);

        log = reopened();
        add(NOW + 9_000_000 + keep, "next");
        write();
        assertThat(read(log, 0)).extracting(LogRecord::sequence).containsExactly(3L);
        assertThat(files()).hasSize(1);
    }

    @Test
    void readersGoOnBehindAnEmptyFile() throws Exception {
        add(NOW, "old");
        write();
        try (LogScan scan = log.scan()) {
            assertThat(scan.next()).isNotNull();
            log.expire(NOW + 4_000_000 + LIMITS.keep().toMillis());
            assertThat(scan.next()).isNull();
            add(NOW + 2 * LIMITS.keep().toMillis(), "new");
            write();
            assertThat(scan.next()).isNotNull().extracting(LogRecord::text).isEqualTo("new");
            assertThat(scan.next()).isNull();
        }
    }

    @Test
    void dropsAndCountsWhatAFullDiskDoesNotTake() throws Exception {
        add(NOW, "before");
        write();
        disk.room = 70; // The first of them, and a part of the next.
        add(NOW, "one", "two");
        add(NOW, "three");
        long dropped = write();
        assertThat(dropped).isEqualTo(3);
        assertThat(log.hasLost()).isTrue();
        assertThat(texts(log)).containsExactly("before");
        disk.room = 0;
        add(NOW, "four");
        assertThat(write()).isEqualTo(1);
        assertThat(failures).containsOnly("No space left on device");

        disk.room = Long.MAX_VALUE;
        add(NOW, "after");
        assertThat(write()).isZero();

        String missing = "effe: 4 lines are missing here: the disk did not take them in time";
        assertThat(texts(log)).containsExactly("before", missing, "after");
        assertThat(read(log, 0)).extracting(LogRecord::sequence).containsExactly(1L, 2L, 3L);
        assertThat(log.hasLost()).isFalse();
        assertThat(texts(reopened())).containsExactly("before", missing, "after");
    }

    @Test
    void tellsTheLostOnceTheDiskWorksAgainWithoutAnotherLine() throws Exception {
        disk.room = 0;
        add(NOW, "lost");
        write();
        disk.room = Long.MAX_VALUE;

        assertThat(log.hasLost()).isTrue();
        write();

        assertThat(texts(log)).containsExactly("effe: 1 line is missing here: the disk did not take them in time");
    }

    @Test
    void aSlowDiskBlocksNobodyAndCostsNoMemory() throws Exception {
        disk.gate = new CountDownLatch(1);
        add(NOW, "first");
        Thread writer = new Thread(this::write);
        writer.start();
        disk.waiting.await();
        String text = "y".repeat(1000);
        int sent = 10_000;
        for (int i = 0; i < sent; i++) {
            add(NOW, text); // Would hang here.
        }
        assertThat(bytesOfAll.get()).isLessThanOrEqualTo(WaitingLines.MOST_BYTES);
        disk.gate.countDown();
        writer.join();

        long dropped = write();

        List<String> all = texts(log);
        long kept = all.stream().filter(text::equals).count();
        assertThat(kept).isPositive();
        assertThat(kept + dropped).isEqualTo(sent);
        assertThat(all.get(all.size() - 1)).startsWith("effe: " + dropped + " lines are missing here");
        assertThat(bytesOfAll).hasValue(0);
    }

    @Test
    void allLogsTogetherHaveBoundedMemory() {
        bytesOfAll.set(WaitingLines.MOST_BYTES_OF_ALL);
        add(NOW, "no room");
        assertThat(bytesOfAll).hasValue(WaitingLines.MOST_BYTES_OF_ALL);
        bytesOfAll.set(0);

        assertThat(write()).isEqualTo(1);
        assertThat(bytesOfAll).hasValue(0);
    }

    @Test
    void nothingIsLostWhileTwentyThreadsAppendAndOthersPage() throws Exception {
        int threads = 20;
        int lines = 2000;
        ExecutorService pool = Executors.newCachedThreadPool();
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong dropped = new AtomicLong();
        Future<?> writer = pool.submit(() -> {
            while (!over.get()) {
                dropped.addAndGet(write());
            }
            dropped.addAndGet(write());
        });
        List<Future<List<LogRecord>>> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            readers.add(pool.submit(() -> follow(threads * lines)));
        }
        List<Future<?>> adders = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            String name = "t" + thread;
            adders.add(pool.submit(() -> {
                for (int i = 0; i < lines; i++) {
                    while (bytesOfAll.get() > WaitingLines.MOST_BYTES / 2) {
                        Thread.onSpinWait();
                    }
                    log.add(new LogEntry(NOW, name, Integer.toString(i)));
                }
            }));
        }
        for (Future<?> adder : adders) {
            adder.get();
        }
        over.set(true);
        writer.get();

        assertThat(dropped).hasValue(0);
        for (Future<List<LogRecord>> reader : readers) {
            assertWhole(reader.get(), threads, lines);
        }
        assertWhole(read(log, 0), threads, lines);
        pool.shutdown();
    }

    /** Reads in pages, each with a scan of its own from behind the last record. */
    private List<LogRecord> follow(int count) throws IOException, InterruptedException {
        List<LogRecord> records = new ArrayList<>();
        long last = 0;
        while (records.size() < count) {
            log.await(last, TimeUnit.SECONDS.toNanos(60));
            try (LogScan scan = log.scan(last, 0, Long.MAX_VALUE)) {
                for (int i = 0; i < 7919; i++) {
                    LogRecord record = scan.next();
                    if (record == null) {
                        break;
                    }
                    records.add(record);
                    last = record.sequence();
                }
            }
        }
        return records;
    }

    private static void assertWhole(List<LogRecord> records, int threads, int lines) {
        assertThat(records).hasSize(threads * lines);
        Map<String, Integer> next = new TreeMap<>();
        long sequence = 0;
        for (LogRecord record : records) {
            assertThat(record.sequence()).isEqualTo(++sequence);
            int expected = next.getOrDefault(record.stream(), 0);
            assertThat(Integer.parseInt(record.text())).isEqualTo(expected);
            next.put(record.stream(), expected + 1);
        }
    }

    @Test
    void whatIsDeletedStaysAway() throws Exception {
        add(NOW, "a");
        log.end();

        assertThat(write()).isZero();

        assertThat(logs).doesNotExist();
        log.await(0, TimeUnit.MINUTES.toNanos(5)); // Returns at once.
        Path gone = folder.resolve("gone");
        FunctionLog other = FunctionLog.open(gone.resolve("logs"), disk, LIMITS, bytesOfAll);
        other.add(new LogEntry(NOW, STREAM, "a"));
        assertThat(other.write(NOW, why -> failures.add(why.toString()))).isEqualTo(1);
        assertThat(gone).doesNotExist();
        assertThat(failures).hasSize(1);
    }

    @Test
    void readsForTheListOfStreamsOnlyWhatIsNew() throws Exception {
        String text = "x".repeat(60 * 1024);
        log.add(new LogEntry(NOW, "2025/11/24/[6]old", "first"));
        for (int i = 0; i < 40; i++) {
            add(NOW + i, text);
            write();
        }
        assertThat(log.streams().streams())
                .extracting(StreamIndex.Stream::name)
                .containsExactly("2025/11/24/[6]old", STREAM);
        long read = log.streams().readBytes();
        assertThat(read).isEqualTo(log.files().bytes()).isGreaterThan(4 * LIMITS.fileBytes());

        add(NOW + 100, "last");
        write();
        assertThat(log.streams().streams().get(1).lastMillis()).isEqualTo(NOW + 100);
        assertThat(log.streams().readBytes() - read).isLessThanOrEqualTo(LIMITS.fileBytes());

        for (int i = 0; i < 200; i++) { // More than the log may have.
            add(NOW + 200 + i, text);
            write();
        }
        assertThat(log.streams().streams()).containsExactly(new StreamIndex.Stream(STREAM, NOW, NOW + 399, 242));
    }
}
