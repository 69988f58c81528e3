package dev.effe.postgres;

import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.TopicException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends events by one thread, which writes at once what came from all callers while it wrote before: into the log, or into
 * the inbox while another process numbers events. Where a connection breaks it finds out what became of the transaction: one
 * that is surely not committed is written again. Thread-safe.
 */
final class Inbox implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Inbox.class);

    private static final int MOST_EVENTS = 1_000;
    private static final long MOST_BYTES = 8L << 20;
    private static final long RETRY_MILLIS = 250;

    private final Database database;
    private final InboxTable table;
    private final Relay relay;
    private final BlockingDeque<Appending> waiting = new LinkedBlockingDeque<>();
    private final Outage outage = new Outage(log);
    private final Thread thread = Threads.daemon("effe-append", this::run);

    private final Proof proof;
    private final Gathering gathering = new Gathering(System::nanoTime);

    /** The events of the write whose outcome is not known yet; empty if there is none. Confined to the thread. */
    private List<Appending> unsure = List.of();

    private volatile boolean closed;

    /** @param relay told of each write */
    Inbox(Database database, Schema schema, Relay relay) {
        this.database = database;
        this.proof = new Proof(schema);
        this.table = new InboxTable(schema, database.mayPrepare(), proof);
        this.relay = relay;
    }

    void start() {
        thread.start();
    }

    /** Returns when they are in the database. */
    void append(int topic, List<NewEvent> events, Duration patience) throws TopicException {
        events.forEach(EventText::check);
        Appending appending = new Appending(topic, events);
        waiting.add(appending);
        if (closed) {
            refuseAll();
        }
        try {
            appending.await(patience);
        } finally {
            waiting.remove(appending); // One that was given up would keep its payloads until the database is back.
        }
    }

    private void run() {
        while (!closed) {
            try {
                awaitWork();
                try (Connection connection = database.connection()) {
                    turn(connection);
                }
                outage.worked();
            } catch (SQLException e) {
                outage.failed(Failures.of("Events cannot be appended", database, e));
                Threads.pause(RETRY_MILLIS);
            } catch (RuntimeException e) {
                log.error("Events cannot be appended", e);
                Threads.pause(RETRY_MILLIS);
            } catch (InterruptedException e) {
                log.trace("Woken", e); // By close.
            }
        }
        refuseAll();
    }

    private void awaitWork() throws InterruptedException {
        if (unsure.isEmpty()) {
            waiting.addFirst(waiting.takeFirst());
        }
    }

    private void turn(Connection connection) throws SQLException {
        if (!unsure.isEmpty()) {
            settle(connection);
        }
        List<Appending> taken = take();
        if (!taken.isEmpty()) {
            write(connection, taken);
        }
    }

    /** Finds out what became of a write whose connection broke. */
    private void settle(Connection connection) throws SQLException {
        Proof.Outcome outcome = proof.settle(connection);
        List<Appending> taken = unsure;
        unsure = List.of();
        switch (outcome) {
            case WRITTEN -> {
                taken.forEach(Appending::written);
                relay.appended();
            }
            case NOT_WRITTEN -> putBack(taken);
            case UNKNOWN -> {
                TopicException unknown = new TopicException(
                        "The connection to PostgreSQL broke at the commit, so whether the events are kept is not known");
                taken.forEach(one -> one.failed(unknown));
            }
        }
    }

    private void putBack(List<Appending> taken) {
        for (int i = taken.size() - 1; i >= 0; i--) {
            if (taken.get(i).taken2waiting()) {
                waiting.addFirst(taken.get(i));
            }
        }
    }

    private List<Appending> take() {
        List<Appending> taken = new ArrayList<>();
        int events = 0;
        long bytes = 0;
        for (Appending next = waiting.pollFirst(); next != null; next = oneMore(taken.size(), events)) {
            if (!taken.isEmpty()
                    && (events + next.events().size() > MOST_EVENTS || bytes + next.bytes() > MOST_BYTES)) {
                waiting.addFirst(next);
                break;
            }
            if (next.waiting2taken()) {
                taken.add(next);
                events += next.events().size();
                bytes += next.bytes();
            }
        }
        return taken;
    }

    private @Nullable Appending oneMore(int callers, int events) {
        Appending there = waiting.pollFirst();
        long nanos = there == null ? gathering.nanos(callers, events) : 0;
        if (nanos <= 0) {
            return there;
        }
        try {
            return waiting.pollFirst(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // By close: what is taken is written.
            return null;
        }
    }

    private void write(Connection connection, List<Appending> taken) throws SQLException {
        boolean number = !relay.isBehind();
        try {
            insert(connection, taken, number);
        } catch (SQLException e) {
            if (Failures.isOfConnection(e)) {
                throw e;
            }
            if (number) {
                log.debug("Events are not numbered, so they are left to the relay", e);
                leaveToRelay(connection, taken);
            } else {
                refuse(connection, taken, e);
            }
        } catch (RuntimeException e) {
            taken.forEach(one -> one.failed(new TopicException("The events are not kept: " + e, e)));
            throw e;
        }
    }

    private void leaveToRelay(Connection connection, List<Appending> taken) throws SQLException {
        try {
            insert(connection, taken, false);
        } catch (SQLException e) {
            if (Failures.isOfConnection(e)) {
                throw e;
            }
            refuse(connection, taken, e);
        }
    }

    private void insert(Connection connection, List<Appending> taken, boolean number) throws SQLException {
        InboxTable.Inserted inserted;
        gathering.begins();
        try {
            inserted = table.insert(connection, taken, number, relay.floor());
        } catch (SQLException e) {
            if (Failures.isOfConnection(e)) {
                unsure = taken;
            }
            throw e;
        }
        if (!inserted.proven()) {
            register(connection, taken);
            return;
        }
        proof.written(proof.next());
        gathering.isOver(taken.size(), waiting.size());
        taken.forEach(Appending::written);
        if (inserted.numbered()) {
            relay.numbered(inserted);
        } else {
            relay.left(inserted.behind());
        }
    }

    /** Nothing of them is written, for want of a row for the proof. */
    private void register(Connection connection, List<Appending> taken) throws SQLException {
        try {
            proof.register(connection);
        } catch (SQLException e) {
            if (Failures.isOfConnection(e)) {
                putBack(taken);
            }
            throw e;
        }
        putBack(taken);
    }

    /** The database does not take what one of them has: the others are written by themselves. */
    private void refuse(Connection connection, List<Appending> taken, SQLException why) throws SQLException {
        if (taken.size() == 1 || !Failures.isOfData(why)) {
            taken.forEach(one -> one.failed(Failures.of("The events are not kept", database, why)));
            return;
        }
        for (int i = 0; i < taken.size(); i++) {
            try {
                write(connection, List.of(taken.get(i)));
            } catch (SQLException e) {
                putBack(taken.subList(i + 1, taken.size()));
                throw e;
            }
        }
    }

    private void refuseAll() {
        for (Appending next = waiting.poll(); next != null; next = waiting.poll()) {
            next.failed(new TopicException("The events are not kept: the server is stopping"));
        }
    }

    /** Ends when the write that is going on does; what waits behind it is refused. */
    @Override
    public void close() {
        closed = true;
        Threads.end(thread);
        refuseAll();
    }
}
