package dev.effe.host.logs;

import dev.effe.host.engine.Outputs;
import dev.effe.host.model.FunctionState;
import dev.effe.host.store.Functions;
import dev.effe.server.threads.ServerThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logs of all functions. One thread writes them: lines that the disk does not take in time are dropped and counted,
 * so that no function waits. A function's log comes and goes with it. Thread-safe.
 */
public final class LogStore implements Outputs, Functions.Listener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LogStore.class);
    private static final String FOLDER = "logs";
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long END_MILLIS = 5000;
    /** Without lines, the thread looks so often whether it is to end. */
    private static final long LOOK_MILLIS = 1000;

    private final Path functionFolders;
    private final LogLimits limits;
    private final LogDisk disk;
    private final InstantSource clock;
    private final Map<String, FunctionLog> logs = new ConcurrentHashMap<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    /** The logs that have lines to be written, each once. */
    private final BlockingQueue<FunctionLog> unwritten = new LinkedBlockingQueue<>();

    private final Thread writer = ServerThreads.vital("effe-logs", this::write);

    /** Written once by close. */
    private volatile boolean ending;

    // Touched only by the writer.
    private long dropped;
    private @Nullable IOException lastFailure;

    /**
     * Makes it, of the functions that there are.
     *
     * @param functionFolders the folder that has one for each function
     */
    public LogStore(Path functionFolders, Functions functions, LogLimits limits, InstantSource clock) {
        this(functionFolders, functions, limits, clock, LogDisk.REAL);
    }

    LogStore(Path functionFolders, Functions functions, LogLimits limits, InstantSource clock, LogDisk disk) {
        this.functionFolders = functionFolders;
        this.limits = limits;
        this.clock = clock;
        this.disk = disk;
        functions.all().forEach(state -> open(state.name()));
        functions.listen(this);
    }

    private void open(String function) {
        try {
            logs.put(
                    function,
                    FunctionLog.open(functionFolders.resolve(function).resolve(FOLDER), disk, limits, waitingBytes));
        } catch (IOException e) {
            log.error("The log of {} cannot be opened; what it prints is not kept", function, e);
        }
    }

    /** Begins to write. */
    public LogStore start() {
        writer.start();
        return this;
    }

    @Override
    public void changed(String name, @Nullable FunctionState before, @Nullable FunctionState after) {
        if (after == null) {
            FunctionLog gone = logs.remove(name);
            if (gone != null) {
                gone.end();
                unwritten.add(gone); // Its file is closed.
            }
        } else if (before == null) {
            open(name);
        }
    }

    LogLimits limits() {
        return limits;
    }

    /** The log of a function; null if there is none. */
    @Nullable FunctionLog find(String function) {
        return logs.get(function);
    }

    @Override
    public Output open(String function, String stream) {
        FunctionLog found = logs.get(function);
        return found == null ? text -> {} : text -> add(found, stream, text);
    }

    private void add(FunctionLog to, String stream, String text) {
        if (to.add(new LogEntry(clock.millis(), stream, text))) {
            unwritten.add(to);
        }
    }

    private void write() {
        long minuteEnd = System.nanoTime() + MINUTE_NANOS;
        while (!ending || !unwritten.isEmpty()) {
            try {
                FunctionLog next = unwritten.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    write(next);
                }
                if (System.nanoTime() - minuteEnd >= 0) {
                    everyMinute();
                    minuteEnd = System.nanoTime() + MINUTE_NANOS;
                }
            } catch (InterruptedException e) {
                // Nobody is to end it by that.
            } catch (RuntimeException e) {
                log.error("Logs were not written", e);
            }
        }
        tellDropped();
        logs.values().forEach(left -> left.files().closeOutput());
    }

    private void write(FunctionLog next) {
        dropped += next.write(clock.millis(), why -> lastFailure = why);
        if (next.isClosed() && !ending) {
            next.files().closeOutput();
        }
    }

    private void everyMinute() {
        long now = clock.millis();
        for (FunctionLog each : logs.values()) {
            each.expire(now);
            if (each.hasLost()) {
                write(each);
            }
        }
        tellDropped();
    }

    private void tellDropped() {
        if (dropped > 0) {
            log.warn(
                    "{} lines of functions were dropped within a minute, for the disk did not take them{}",
                    dropped,
                    lastFailure == null ? " in time" : ": " + lastFailure);
            dropped = 0;
            lastFailure = null;
        }
    }

    /** Ends what follows logs; lines are written on. */
    public void endFollowers() {
        logs.values().forEach(FunctionLog::endFollowers);
    }

    /** Writes what waits, if the disk takes it. */
    @Override
    public void close() {
        ending = true;
        endFollowers();
        logs.values().stream().findAny().ifPresent(unwritten::add); // Wakes it.
        try {
            writer.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
