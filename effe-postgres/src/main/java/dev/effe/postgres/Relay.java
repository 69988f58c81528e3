package dev.effe.postgres;

import dev.effe.spi.topics.TopicException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that moves events from the inbox to their topics, looks for those that other processes have written there, and
 * tells others of those that this one has. Appends of this process wake it; for others it looks every 5 ms when there were some, and then less and less, down to every
 * 250 ms. Thread-safe.
 */
final class Relay implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);

    private static final long SHORTEST_MILLIS = 5;
    private static final long LONGEST_MILLIS = 250;
    private static final long LONGEST_FAILING_MILLIS = 5_000;

    private static final String LOOK =
            "select exists(select from ${schema}.inbox where id >= ?), id, last_off from ${schema}.topic";

    private final Database database;
    private final String look;
    private final Mover mover;
    private final News news;
    private final Upkeep upkeep;
    private final Announcer announcer;
    private final Floor floor = new Floor();
    private final Backlog backlog = new Backlog();
    private final Outage outage = new Outage(log);
    private final Thread thread = Threads.daemon("effe-relay", this::run);

    /** Confined to the thread. */
    private long waitMillis = SHORTEST_MILLIS;
    /** When to look next. Confined to the thread. */
    private long lookNanos = System.nanoTime();

    private volatile boolean appended;
    private volatile boolean heard;
    /** Events that appends have written into the log since the last turn. */
    private final AtomicInteger numbered = new AtomicInteger();

    /** The number of looks, for tests: whatever was in the inbox before is told of after two more. */
    private final AtomicLong turns = new AtomicLong();

    private volatile boolean closed;

    Relay(Database database, Schema schema, News news, Announcer announcer, Upkeep upkeep) {
        this.database = database;
        this.look = schema.in(LOOK);
        this.mover = new Mover(database, schema, announcer);
        this.news = news;
        this.upkeep = upkeep;
        this.announcer = announcer;
    }

    void start() {
        thread.start();
    }

    /** There are events in the inbox. */
    void appended() {
        appended = true;
        LockSupport.unpark(thread);
    }

    /**
     * This process has left events in the inbox.
     *
     * @param behind whether it did since there are many others
     */
    void left(boolean behind) {
        if (behind) {
            backlog.found();
        }
        appended();
    }

    /** This process has written events into the log. */
    void numbered(InboxTable.Inserted inserted) {
        inserted.ends().forEach(news::upTo);
        if (inserted.lowest() > 0) {
            floor.moved(inserted.lowest(), System.nanoTime());
        }
        numbered.addAndGet(inserted.events());
        if (announcer.add()) {
            LockSupport.unpark(thread);
        }
    }

    /** True if the inbox has more events than an append moves besides. */
    boolean isBehind() {
        return backlog.isThere();
    }

    /** The id at which an append begins to look into the inbox. */
    long floor() {
        return floor.low();
    }

    /** Another process has written some into the log. */
    void movedElsewhere() {
        heard = true;
        LockSupport.unpark(thread);
    }

    long turns() {
        return turns.get();
    }

    private void run() {
        while (!closed) {
            try {
                announcer.tell();
                if (isTime()) {
                    turn();
                    turns.incrementAndGet();
                    lookNanos = System.nanoTime() + jitteredNanos(waitMillis);
                }
                outage.worked();
            } catch (TopicException | RuntimeException e) {
                outage.failed(e);
                waitMillis = Math.min(Math.max(LONGEST_MILLIS, waitMillis * 2), LONGEST_FAILING_MILLIS);
                lookNanos = System.nanoTime() + jitteredNanos(waitMillis);
                heard = false;
            }
            long nowNanos = System.nanoTime();
            long pauseNanos = Math.min(lookNanos - nowNanos, announcer.pauseNanos(nowNanos));
            if (pauseNanos > 0 && !appended && !heard && !closed) {
                LockSupport.parkNanos(pauseNanos);
            }
        }
    }

    private boolean isTime() {
        return appended || heard || System.nanoTime() - lookNanos >= 0;
    }

    /** Many processes that began at once do not look at once for ever. */
    private static long jitteredNanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis)
                * ThreadLocalRandom.current().nextLong(80, 121)
                / 100;
    }

    private void turn() throws TopicException {
        long from = floor.at(System.nanoTime());
        boolean known = appended;
        appended = false;
        heard = false;
        if (known || waiting(from)) {
            Mover.Moved moved = mover.move(from);
            if (moved.rows() > 0) {
                floor.moved(moved.lowest(), System.nanoTime());
            }
            moved.ends().forEach(news::upTo);
            waitMillis = moved.rows() == 0 ? SHORTEST_MILLIS : 0;
            if (moved.rows() > 0 && moved.rows() < Mover.MOST) {
                backlog.gone();
            }
            numbered.addAndGet(moved.rows());
        } else {
            backlog.gone();
            waitMillis = Math.min(Math.max(SHORTEST_MILLIS, waitMillis * 2), LONGEST_MILLIS);
        }
        upkeep.after(numbered.getAndSet(0));
        upkeep.turn();
    }

    private boolean waiting(long from) throws TopicException {
        Map<Integer, Long> ends = new HashMap<>();
        boolean waiting = database.statement(
                "New events cannot be looked for",
                connection -> Statements.first(
                        connection,
                        look,
                        rows -> {
                            boolean found = false;
                            while (rows.next()) {
                                found = rows.getBoolean(1);
                                ends.put(rows.getInt(2), rows.getLong(3));
                            }
                            return found;
                        },
                        from));
        ends.forEach(news::upTo);
        return waiting;
    }

    /** Ends when the move that is going on does. */
    @Override
    public void close() {
        closed = true;
        Threads.end(thread);
    }
}
