package dev.effe.host.metrics;

import dev.effe.host.model.FunctionState;
import dev.effe.host.store.Functions;
import dev.effe.server.log.RateLimitedLog;
import dev.effe.server.threads.Fatal;
import dev.effe.server.threads.ServerThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the invocations of all functions, by the minute of the wall clock. Each minute that is over is in the folder
 * {@code metrics} of its function, for seven days; the memory has what is counted since, and the series of the last hour.
 * The metrics of a function that is deleted go with it. Thread-safe.
 */
public final class Meters implements Functions.Listener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Meters.class);
    private static final RateLimitedLog full = new RateLimitedLog(log);

    /** Days that are kept besides the one that it is. */
    public static final int DAYS = 7;

    /** The limit of series in memory, of 4 kB each. */
    static final int MOST_SERIES = 10_000;

    private static final String FOLDER = "metrics";
    private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();
    /** The clock may be a little ahead of what waits for it. */
    private static final long LATE_MILLIS = 5;

    private final Path folder;
    private final Functions functions;
    private final InstantSource clock;
    private final Map<String, FunctionMeters> meters = new ConcurrentHashMap<>();
    private final AtomicInteger series = new AtomicInteger();
    /** For calls that nobody counts: there are too many series, or the function is gone. */
    private final Series nobody = new Series("", "");

    private final ScheduledThreadPoolExecutor ticks =
            new ScheduledThreadPoolExecutor(1, task -> ServerThreads.replaceable("effe-metrics", task));

    /** The day that old ones were last deleted on; used by the thread of ticks, and before it. */
    private long cleanedDay;

    /**
     * Makes them.
     *
     * @param folder with a folder for each function
     */
    public Meters(Path folder, Functions functions, InstantSource clock) {
        this.folder = folder;
        this.functions = functions;
        this.clock = clock;
    }

    /** From now on minutes are written when they are over. */
    public void start() {
        ticks.setExecuteExistingDelayedTasksAfterShutdownPolicy(false); // No end waits for the next minute.
        ticks.execute(this::tickAndGoOn);
    }

    private void tickAndGoOn() {
        try {
            tick();
        } catch (RuntimeException | Error e) {
            Fatal.check(e);
            log.error("A minute of metrics could not be written; the rest goes on", e);
        }
        try {
            long left = MINUTE_MILLIS - Math.floorMod(clock.millis(), MINUTE_MILLIS);
            ticks.schedule(this::tickAndGoOn, left + LATE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The host stops.
        }
    }

    /** Writes what was counted before this minute, if it is another one, and deletes what is too old. */
    void tick() {
        long now = minute();
        for (FunctionMeters each : meters.values()) {
            series.addAndGet(-each.roll(now));
        }
        long day = Math.floorDiv(now, MinuteFiles.MINUTES_OF_DAY);
        if (day != cleanedDay) {
            cleanedDay = day;
            for (FunctionState state : functions.all()) {
                FunctionMeters each = of(state.name());
                if (each != null) {
                    each.deleteBefore(day - DAYS);
                }
            }
        }
    }

    /** The minute that it is, since 1970. */
    public long minute() {
        return Math.floorDiv(clock.millis(), MINUTE_MILLIS);
    }

    private @Nullable FunctionMeters of(String function) {
        FunctionMeters known = meters.get(function);
        return known != null
                ? known
                : meters.compute(function, (name, made) -> {
                    // Whoever deletes a function does this first, and then drops its meters.
                    boolean isGone = functions.get(name) == null;
                    return made != null || isGone ? made : make(name);
                });
    }

    private FunctionMeters make(String function) {
        return new FunctionMeters(
                function, new MinuteFiles(folder.resolve(function).resolve(FOLDER)), minute());
    }

    /**
     * Begins an invocation, which has to be ended.
     *
     * @param qualifier the alias or version that the client named; "" for none
     * @param version that runs
     */
    public Series begin(String function, String qualifier, String version) {
        Series found = series(function, qualifier, version);
        while (!found.begin()) {
            found = series(function, qualifier, version);
        }
        return found;
    }

    /** Counts an invocation for which there is no room. */
    public void throttled(String function, String qualifier, String version) {
        Series found = series(function, qualifier, version);
        while (!found.throttled()) {
            found = series(function, qualifier, version);
        }
    }

    private Series series(String function, String qualifier, String version) {
        FunctionMeters of = of(function);
        if (of == null) {
            return nobody;
        }
        Series known = of.find(qualifier, version);
        Series made = known == null ? of.make(qualifier, version, this::hasRoom) : known;
        if (made == null) {
            full.warn("Calls of {} are not counted: {} series are the most", function, MOST_SERIES);
            return nobody;
        }
        return made;
    }

    private boolean hasRoom() {
        if (series.incrementAndGet() <= MOST_SERIES) {
            return true;
        }
        series.decrementAndGet();
        return false;
    }

    /**
     * Reads the minutes of a function. Blocks.
     *
     * @param from the first, since 1970
     * @param to the one after the last
     * @throws IOException if they cannot be read
     */
    public void read(String function, long from, long to, Consumer<Sample> reader) throws IOException {
        FunctionMeters of = of(function);
        long now = minute();
        long first = Math.max(from, (now / MinuteFiles.MINUTES_OF_DAY - DAYS) * MinuteFiles.MINUTES_OF_DAY);
        long last = Math.min(to, first + (DAYS + 2L) * MinuteFiles.MINUTES_OF_DAY);
        if (of != null && first < last) {
            of.read(now, first, last, reader);
        }
    }

    /** The names of the functions that may have metrics. */
    public List<String> functions() {
        return functions.all().stream().map(FunctionState::name).toList();
    }

    /** Tells what each series has counted since it is in memory. */
    void tell(FunctionMeters.LiveReader reader) {
        meters.forEach((name, each) -> each.tell(reader));
    }

    /** The number of series in memory. */
    int series() {
        return series.get();
    }

    @Override
    public void changed(String name, @Nullable FunctionState before, @Nullable FunctionState after) {
        FunctionMeters gone = after == null ? meters.remove(name) : null;
        if (gone != null) {
            series.addAndGet(-gone.delete());
        }
    }

    /** Writes the minute until now. */
    @Override
    public void close() {
        ticks.shutdown();
        try {
            if (!ticks.awaitTermination(1, TimeUnit.MINUTES)) {
                log.warn("A minute of metrics takes long to be written");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        meters.values().forEach(FunctionMeters::flush);
    }
}
