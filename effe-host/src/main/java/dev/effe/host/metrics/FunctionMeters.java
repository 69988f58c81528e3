package dev.effe.host.metrics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The series of one function. Whoever invokes takes no lock; whoever reads or writes minutes takes one, and the disk its
 * time. Thread-safe.
 */
final class FunctionMeters {

    private static final Logger log = LoggerFactory.getLogger(FunctionMeters.class);
    /** A series without calls for so long leaves the memory. */
    private static final int IDLE_MINUTES = 60;

    private final String function;
    private final MinuteFiles files;
    /** By the name that clients call, then by the version that runs. */
    private final Map<String, Map<String, Series>> series = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private long minute;
    private boolean deleted;
    private boolean failing;

    /** @param minute that it is now, since 1970 */
    FunctionMeters(String function, MinuteFiles files, long minute) {
        this.function = function;
        this.files = files;
        this.minute = minute;
    }

    /** A series; null if it is not there. */
    @Nullable Series find(String qualifier, String version) {
        Map<String, Series> versions = series.get(qualifier);
        return versions == null ? null : versions.get(version);
    }

    /** A series, made if {@code room} has some for one more; null if it has not. */
    @Nullable Series make(String qualifier, String version, BooleanSupplier room) {
        return series.computeIfAbsent(qualifier, key -> new ConcurrentHashMap<>())
                .computeIfAbsent(version, key -> room.getAsBoolean() ? new Series(qualifier, version) : null);
    }

    private List<Series> all() {
        List<Series> all = new ArrayList<>();
        series.values().forEach(versions -> all.addAll(versions.values()));
        return all;
    }

    /**
     * Begins a minute, if it is another one: writes what was counted before.
     *
     * @return how many series have left the memory
     */
    int roll(long now) {
        lock.lock();
        try {
            if (now == minute || deleted) {
                return 0;
            }
            write();
            minute = now;
            int left = 0;
            for (Series old : all()) {
                if (old.leave(IDLE_MINUTES)) {
                    series.getOrDefault(old.qualifier(), Map.of()).remove(old.version());
                    left++;
                }
            }
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** Writes what is counted of the minute until now, for the process ends. */
    void flush() {
        lock.lock();
        try {
            if (!deleted) {
                write();
            }
        } finally {
            lock.unlock();
        }
    }

    private void write() {
        List<String> lines = new ArrayList<>();
        for (Series each : all()) {
            Values values = each.take();
            if (!values.isEmpty()) {
                lines.add(MinuteLine.of(minute, each, values));
            }
        }
        if (lines.isEmpty()) {
            return;
        }
        try {
            files.append(minute, lines);
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                log.warn(
                        "A minute of the metrics of {} is not kept, nor are those until this is mended: {}",
                        function,
                        e.toString());
            }
            failing = true;
        }
    }

    /**
     * Reads minutes, the one that it is now too.
     *
     * @param now the minute that it is
     * @param from the first
     * @param to the one after the last
     */
    void read(long now, long from, long to, Consumer<Sample> reader) throws IOException {
        Consumer<Sample> asked = sample -> {
            if (sample.minute() >= from && sample.minute() < to) {
                reader.accept(sample);
            }
        };
        List<Sample> live = new ArrayList<>();
        List<MinuteFiles.Part> parts;
        roll(now);
        lock.lock();
        try {
            for (Series each : all()) {
                Values values = each.peek();
                if (!values.isEmpty() && !deleted) {
                    live.add(new Sample(minute, each.qualifier(), each.version(), values));
                }
            }
            parts = files.parts(
                    Math.floorDiv(from, MinuteFiles.MINUTES_OF_DAY), Math.floorDiv(to - 1, MinuteFiles.MINUTES_OF_DAY));
        } finally {
            lock.unlock();
        }
        for (MinuteFiles.Part part : parts) {
            MinuteFiles.read(part, asked);
        }
        live.forEach(asked);
    }

    /** Tells what each series has counted since it is in memory. */
    void tell(LiveReader reader) {
        lock.lock();
        try {
            for (Series each : all()) {
                reader.read(function, each.qualifier(), each.version(), each.total(), each.running());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whoever is told the counts of the series that are in memory. */
    interface LiveReader {
        void read(String function, String qualifier, String version, Values total, int running);
    }

    void deleteBefore(long day) {
        lock.lock();
        try {
            files.deleteBefore(day);
        } catch (IOException e) {
            log.warn("Old metrics of {} cannot be deleted: {}", function, e.toString());
        } finally {
            lock.unlock();
        }
    }

    /**
     * The function is gone, and all of this with it.
     *
     * @return how many series have left the memory
     */
    int delete() {
        lock.lock();
        try {
            deleted = true;
            files.delete();
        } catch (IOException e) {
            log.warn("The metrics of the deleted function {} cannot be removed", function, e);
        } finally {
            lock.unlock();
        }
        return all().size();
    }
}
