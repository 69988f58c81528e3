package dev.effe.postgres;

import dev.effe.spi.topics.TopicException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Moves events from the inbox to the end of their topics, where they get their offsets. One process at a time does, by a
 * lock that ends with the transaction. A transaction that commits late has its events moved late: nothing is passed over.
 * Confined to the relay's thread.
 */
final class Mover {

    /** The rows that are moved at once. */
    static final int MOST = 1_000;

    /** The payloads that are moved at once, about: they are written twice, and replicated. */
    private static final long MOST_BYTES = 32L << 20;

    private static final String LOCK = "select pg_try_advisory_xact_lock(?)";

    private static final String MOVE = """
            with arrived as (
                delete from ${schema}.inbox where id = any (array(
                    select id from (
                        select id, sum(bytes) over (order by id) - bytes as before from (
                            select id, octet_length(payload) as bytes from ${schema}.inbox
                            where id >= ? order by id limit ?) next) sums
                    where before < ?))
                returning id as ord, topic, key, type, headers, payload, dedup
            ),""" + Numbering.SQL + """
            select count, lowest, ends.id, ends.last_off
            from (select count(*) as count, coalesce(min(ord), 0) as lowest from arrived) sums left join ends on true""";

    private final Database database;
    private final Schema schema;
    private final Announcer announcer;
    private final String move;

    Mover(Database database, Schema schema, Announcer announcer) {
        this.announcer = announcer;
        this.database = database;
        this.schema = schema;
        this.move = schema.in(MOVE);
    }

    /**
     * A move that is committed.
     *
     * @param rows how many were taken from the inbox
     * @param lowest the lowest id of them; 0 if there were none
     * @param ends the last offset of each topic that has more events now, by its number
     */
    record Moved(int rows, long lowest, Map<Integer, Long> ends) {

        static final Moved NOTHING = new Moved(0, 0, Map.of());
    }

    /** @param floor the id at which to begin */
    Moved move(long floor) throws TopicException {
        return database.transaction("Events cannot be moved out of the inbox", connection -> {
            boolean locked = Statements.first(
                    connection, LOCK, rows -> rows.next() && rows.getBoolean(1), schema.lock(Numbering.LOCK));
            return locked ? moved(connection, floor) : Moved.NOTHING;
        });
    }

    private Moved moved(Connection connection, long floor) throws SQLException {
        Moved moved = Statements.next(
                connection,
                move,
                rows -> {
                    int count = 0;
                    long lowest = 0;
                    Map<Integer, Long> ends = new HashMap<>();
                    while (rows.next()) {
                        count = rows.getInt(1);
                        lowest = rows.getLong(2);
                        int topic = rows.getInt(3);
                        if (!rows.wasNull()) {
                            ends.put(topic, rows.getLong(4));
                        }
                    }
                    return new Moved(count, lowest, ends);
                },
                floor,
                MOST,
                MOST_BYTES);
        if (!moved.ends().isEmpty()) {
            announcer.tellBy(connection);
        }
        return moved;
    }
}
