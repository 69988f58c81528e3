package dev.effe.postgres;

import dev.effe.spi.topics.TopicException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Removes events that are older than their topic keeps them, and ids that count no more, at most 1,000 at a time. Has the
 * planner look at the tables once they are filled. Confined to the relay's thread.
 */
final class Upkeep {

    private static final int MOST = 1_000;
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final String LOCK = "select pg_try_advisory_xact_lock(?)";

    private static final String EXPIRE = """
            with bounds as materialized (
                select id, lanes, first_off, least(first_off + ?, last_off + 1) as until_off
                from ${schema}.topic where id = ?
            ), old as (
                select log.topic, log.lane, log.off
                from bounds
                cross join generate_series(0, lanes - 1) as l (lane)
                cross join lateral (
                    select topic, lane, off, at from ${schema}.log
                    where topic = bounds.id and lane = l.lane and off >= first_off and off < until_off
                ) log
                where log.at < ${schema}.clock() - ? * interval '1 millisecond'
            ), gone as (
                delete from ${schema}.log using old
                where log.topic = old.topic and log.lane = old.lane and log.off = old.off
                returning log.off
            )
            update ${schema}.topic set first_off = last.off + 1
            from (select max(off) as off, count(*) as n from gone) last
            where id = ? and last.n > 0
            returning last.n""";

    private static final String IS_EMPTY =
            "select reltuples < ? from pg_catalog.pg_class where oid = to_regclass('${schema}.log')";

    private static final String FORGET = """
            delete from ${schema}.seen where (topic, dedup) in (
                select topic, dedup from ${schema}.seen
                where at < ${schema}.clock() - interval '169 hours' order by at limit ?)""";

    /** Rows of processes that are gone. One that has written nothing for so long makes its row again. */
    private static final String LEAVE = "delete from ${schema}.appender where at < now() - interval '24 hours'";

    private final Database database;
    private final Schema schema;
    private final TopicTable topics;

    private long turnNanos = System.nanoTime();
    private int moved;

    Upkeep(Database database, Schema schema, TopicTable topics) {
        this.database = database;
        this.schema = schema;
        this.topics = topics;
    }

    /** The planner takes new tables for empty, and reads those of events from end to end: once it is to look. */
    void after(int rows) throws TopicException {
        if (moved < MOST && moved + rows >= MOST && isTakenForEmpty()) {
            database.statement(
                    "The tables cannot be analysed",
                    connection -> Statements.firstUpdate(
                            connection, schema.in("analyze ${schema}.log, ${schema}.inbox, ${schema}.seen")));
        }
        moved = Math.min(MOST, moved + rows);
    }

    /** A long log that is known would be read for seconds at each start. */
    private boolean isTakenForEmpty() throws TopicException {
        return database.statement(
                "The tables cannot be looked at",
                connection -> Statements.first(
                        connection, schema.in(IS_EMPTY), rows -> rows.next() && rows.getBoolean(1), MOST));
    }

    /** Does a part of what there is to do, now and then. */
    void turn() throws TopicException {
        long now = System.nanoTime();
        if (now - turnNanos < PERIOD_NANOS) {
            return;
        }
        if (!step()) {
            turnNanos = now;
        }
    }

    /** Removes a part of what is to go. Returns whether there is more. */
    boolean step() throws TopicException {
        boolean more = false;
        for (TopicRow topic : topics.all()) {
            Duration retention = topic.spec().retention().orElse(null);
            more |= retention != null && expire(topic, retention) == MOST;
        }
        return forget() == MOST || more;
    }

    private int expire(TopicRow topic, Duration retention) throws TopicException {
        return locked(
                "Old events of " + topic.spec().name() + " cannot be removed",
                connection -> Statements.next(
                        connection,
                        schema.in(EXPIRE),
                        rows -> rows.next() ? rows.getInt(1) : 0,
                        MOST,
                        topic.id(),
                        retention.toMillis(),
                        topic.id()));
    }

    private int forget() throws TopicException {
        return locked("Old ids cannot be removed", connection -> {
            Statements.update(connection, schema.in(LEAVE));
            return Statements.update(connection, schema.in(FORGET), MOST);
        });
    }

    private interface Locked {
        int by(Connection connection) throws SQLException;
    }

    private int locked(String what, Locked work) throws TopicException {
        return database.transaction(what, connection -> {
            boolean locked = Statements.first(
                    connection, LOCK, rows -> rows.next() && rows.getBoolean(1), schema.lock("upkeep"));
            return locked ? work.by(connection) : 0;
        });
    }
}
