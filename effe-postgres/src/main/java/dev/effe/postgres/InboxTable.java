package dev.effe.postgres;

import dev.effe.postgres.Statements.Column;
import dev.effe.spi.topics.NewEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/**
 * Writes events into the log, behind those of the inbox, where it gets the relay's lock at once; else into the inbox.
 * Confined to the thread that appends.
 */
final class InboxTable {

    /** Events of the inbox that are moved besides at most. With more of them, events are left to the relay. */
    static final int MOST_BESIDES = 100;

    private static final long MOST_BYTES_BESIDES = 8L << 20;

    /**
     * Each statement sees what was committed before it began, so the lock comes first. A plan that is kept was made for an
     * inbox that had few rows: it is to use the index however many there are.
     */
    private static final String BEGIN = "select " + Statements.SETTINGS + ", set_config('enable_seqscan', 'off', true),"
            + " set_config('plan_cache_mode', 'force_generic_plan', true), set_config('effe.relay', case when ?"
            + " then pg_try_advisory_xact_lock(?)::text else 'false' end, true); ";

    private static final String INSERT = """
            with proof as (
                update ${schema}.appender set last = ?, at = now() where id = ? and last = ? returning last
            ), batch as materialized (
                select n, topic, key, type, headers::jsonb as headers, payload, dedup
                from proof, unnest(?, ?, ?, ?, ?, ?) with ordinality as e (topic, key, type, headers, payload, dedup, n)
            ), next as materialized (
                select id, octet_length(payload) as bytes from ${schema}.inbox
                where current_setting('effe.relay') = 'true' and id >= ? order by id limit ?
            ), may as materialized (
                select current_setting('effe.relay') = 'true' as locked,
                    count(*) <= ? and coalesce(sum(bytes), 0) <= ? as few
                from next
            ), moved as (
                delete from ${schema}.inbox where id = any (array(select id from next, may where locked and few))
                returning id, topic, key, type, headers, payload, dedup
            ), waiting as (
                insert into ${schema}.inbox (topic, key, type, headers, payload, dedup)
                select topic, key, type, headers, payload, dedup from batch, may where not (locked and few) order by n
            ), arrived as (
                select id as ord, topic, key, type, headers, payload, dedup from moved
                union all
                select 4611686018427387904 + n, topic, key, type, headers, payload, dedup
                from batch, may where locked and few
            ),""" + Numbering.SQL + """
            select exists (select from proof), pg_backend_pid(), locked and few, locked and not few,
                (select count(*) from arrived), (select coalesce(min(id), 0) from moved), ends.id, ends.last_off
            from may left join ends on true""";

    private final String insert;
    private final long lock;
    private final boolean mayPrepare;
    private final Proof proof;
    /** False where a pooler may lose prepared statements. */
    private boolean ownBackend;

    /**
     * Makes it.
     *
     * @param mayPrepare whether the server may keep a statement where no pooler is in between
     * @param proof counts its writes
     */
    InboxTable(Schema schema, boolean mayPrepare, Proof proof) {
        this.mayPrepare = mayPrepare;
        this.proof = proof;
        this.insert = BEGIN + schema.in(INSERT);
        this.lock = schema.lock(Numbering.LOCK);
    }

    /**
     * A write.
     *
     * @param proven whether its process has a row for its proof; else nothing of it is written
     * @param numbered whether they are in the log; else in the inbox
     * @param behind whether they are in the inbox since there are many others
     * @param events how many are in the log by this, those that had been in the inbox among them
     * @param lowest the lowest id of these; 0 if there were none
     * @param ends the last offset of each topic that has more events now, by its number
     */
    record Inserted(
            boolean proven, boolean numbered, boolean behind, int events, long lowest, Map<Integer, Long> ends) {}

    /**
     * Adds events in their order, by one message, whose transaction is committed when this returns.
     *
     * @param number whether they may go into the log
     * @param floor the lowest id of the inbox that is looked at
     */
    Inserted insert(Connection connection, List<Appending> taken, boolean number, long floor) throws SQLException {
        try (PreparedStatement statement = Statements.prepare(connection, insert, parameters(taken, number, floor))) {
            if (mayPrepare && ownBackend) {
                statement.unwrap(PGStatement.class).setPrepareThreshold(1);
            }
            statement.execute();
            statement.getMoreResults();
            return inserted(connection.unwrap(PGConnection.class), statement.getResultSet());
        }
    }

    private Object[] parameters(List<Appending> taken, boolean number, long floor) {
        List<Integer> topics = new ArrayList<>();
        List<NewEvent> events = new ArrayList<>();
        for (Appending one : taken) {
            for (NewEvent event : one.events()) {
                topics.add(one.topic());
                events.add(event);
            }
        }
        return new Object[] {
            number,
            lock,
            proof.next(),
            proof.id(),
            proof.last(),
            Column.ints(topics),
            texts(events, event -> event.key().orElse(null)),
            texts(events, NewEvent::contentType),
            texts(events, event -> EventText.headers(event.headers())),
            new Column("bytea", events.stream().map(NewEvent::payload).toArray(byte[][]::new)),
            texts(events, event -> event.id().orElse(null)),
            floor,
            MOST_BESIDES + 1,
            MOST_BESIDES,
            MOST_BYTES_BESIDES
        };
    }

    private static Column texts(List<NewEvent> events, Function<NewEvent, @Nullable String> text) {
        return new Column("text", events.stream().map(text).toArray(String[]::new));
    }

    private Inserted inserted(PGConnection connection, ResultSet rows) throws SQLException {
        Map<Integer, Long> ends = new HashMap<>();
        rows.next();
        boolean proven = rows.getBoolean(1);
        ownBackend = rows.getInt(2) == connection.getBackendPID();
        boolean numbered = rows.getBoolean(3);
        boolean behind = rows.getBoolean(4);
        int events = rows.getInt(5);
        long lowest = rows.getLong(6);
        do {
            int topic = rows.getInt(7);
            if (!rows.wasNull()) {
                ends.put(topic, rows.getLong(8));
            }
        } while (rows.next());
        return new Inserted(proven, numbered, behind, events, lowest, ends);
    }
}
