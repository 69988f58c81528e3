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
            with moved as (
                delete from ${schema}.inbox where id = any (array(
                    select id from (
                        select id, sum(bytes) over (order by id) - bytes as before from (
                            select id, octet_length(payload) as bytes from ${schema}.inbox
                            where id >= ? order by id limit ?) next) sums
                    where before < ?))
                returning id, topic, key, type, headers, payload, dedup
            ), tick as materialized (
                select ${schema}.clock() as now
            ), named as (
                select topic, dedup, min(id) as id from moved where dedup is not null group by topic, dedup
            ), unseen as (
                insert into ${schema}.seen as s (topic, dedup, at)
                select topic, dedup, now from named, tick order by topic, dedup
                on conflict (topic, dedup) do update set at = excluded.at
                where s.at <= excluded.at - interval '168 hours'
                returning topic, dedup
            ), added as (
                select *, row_number() over (partition by topic order by id) as n from moved
                where dedup is null or id in (select id from named join unseen using (topic, dedup))
            ), ends as (
                update ${schema}.topic t
                set last_off = t.last_off + sums.n, last_at = greatest(t.last_at, tick.now)
                from (select topic, count(*) as n from added group by topic) sums, tick
                where t.id = sums.topic
                returning t.id, t.lanes, t.last_off, t.last_off - sums.n as before, t.last_at
            ), written as (
                insert into ${schema}.log (topic, off, lane, key, type, headers, payload, dedup, at)
                select added.topic, before + n,
                    case when key is null then mod(added.id, lanes)
                        else ${schema}.lane_of(key, lanes) end,
                    key, type, headers, payload, dedup, last_at
                from added join ends on ends.id = added.topic
                order by added.topic, n
            )
            select count, lowest, ends.id, ends.last_off
            from (select count(*) as count, coalesce(min(id), 0) as lowest from moved) sums left join ends on true""";

    private static final String NOTIFY = "select pg_notify(?, '')";

    private final Database database;
    private final Schema schema;
    private final String move;

    Mover(Database database, Schema schema) {
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
            boolean locked =
                    Statements.first(connection, LOCK, rows -> rows.next() && rows.getBoolean(1), schema.lock("relay"));
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
            Statements.next(connection, NOTIFY, rows -> true, schema.channel());
        }
        return moved;
    }
}
