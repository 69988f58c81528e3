package dev.effe.postgres;

import dev.effe.postgres.Statements.Column;
import dev.effe.spi.topics.Batch;
import dev.effe.spi.topics.InboxState;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads events that have their offsets, and counts those that have none yet. Thread-safe. */
final class EventLog {

    /** The even shares that are looked for in each lane: with less, a read gives fewer events than it may. */
    private static final int LANES_DIFFER = 2;

    private static final int LEAST_OF_EACH = 4;

    /** Ends at the last that was found in a lane that may have more: nothing is known behind it. */
    private static final String READ = """
            with found as materialized (
                select e.*, sum(octet_length(e.payload)) over w as bytes, row_number() over w as n
                from unnest(?, ?) as l (lane, after)
                cross join lateral (
                    select off, lane, key, type, headers, payload, dedup, at from ${schema}.log
                    where topic = ? and lane = l.lane and off > l.after order by off limit ?
                ) e
                window w as (order by e.off)
            ), known as materialized (
                select min(last) as off from
                    (select max(off) as last from found group by lane having count(*) = ?) lanes
            )
            select t.last_off, known.off is not null or (select max(off) from found) > coalesce(max(f.off) over (), 0),
                f.off, f.lane,
                (extract(epoch from f.at) * 1000000)::bigint, f.key, f.dedup, f.type, f.headers, f.payload
            from ${schema}.topic t
            cross join known
            left join found f on (n = 1 or (n <= ? and bytes <= ?)) and (known.off is null or f.off <= known.off)
            where t.id = ? order by f.off""";

    private static final String ENDS = "select first_off, last_off + 1 from ${schema}.topic where id = ?";

    /** Offsets have no gaps and times rise with them: half of what is left goes with each look. */
    private static final String PLACE = """
            with recursive t as (
                select id, lanes, first_off, last_off from ${schema}.topic where id = ?
            ), s (low, high) as (
                select first_off, last_off + 1 from t
                union all
                select case when e.at < ?::timestamptz then e.off + 1 else low end,
                    case when e.at < ?::timestamptz then high else e.off end
                from (select low, high, (low + high) / 2 as middle from s where low < high) half
                cross join lateral (
                    select log.off, log.at from t
                    cross join generate_series(0, t.lanes - 1) as l (lane)
                    join ${schema}.log log on log.topic = t.id and log.lane = l.lane and log.off = half.middle
                ) e
            )
            select high from s where low >= high""";

    private static final String NOW = "select (extract(epoch from ${schema}.clock()) * 1000000)::bigint";

    private static final String INBOX = """
            select (select count(*) from (select from ${schema}.inbox limit 100000) counted),
                coalesce((select greatest(0, extract(epoch from ${schema}.clock() - at) * 1000)::bigint
                    from ${schema}.inbox order by id limit 1), 0)""";

    private static final String LANE = "select ${schema}.lane_of(?, ?)";

    /** Before and after these all events are: those of Java are none in the database. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final Database database;
    private final String read;
    private final String ends;
    private final String place;
    private final String now;
    private final String inbox;
    private final String lane;

    EventLog(Database database, Schema schema) {
        this.database = database;
        this.read = schema.in(READ);
        this.ends = schema.in(ENDS);
        this.place = schema.in(PLACE);
        this.now = schema.in(NOW);
        this.inbox = schema.in(INBOX);
        this.lane = schema.in(LANE);
    }

    Batch read(TopicRow topic, Map<Integer, Long> afterByLane, int most, long mostBytes) throws TopicException {
        List<Integer> lanes = List.copyOf(afterByLane.keySet());
        List<Long> after = lanes.stream().map(afterByLane::get).toList();
        long share = (long) LANES_DIFFER * most / Math.max(1, lanes.size());
        int ofEach = (int) Math.max(LEAST_OF_EACH, Math.min(most, share));
        return database.statement(
                "Events of " + topic.spec().name() + " cannot be read",
                connection -> Statements.first(
                        connection,
                        read,
                        EventLog::batch,
                        Column.ints(lanes),
                        Column.longs(after),
                        topic.id(),
                        ofEach,
                        ofEach,
                        most,
                        mostBytes,
                        topic.id()));
    }

    private static Batch batch(ResultSet rows) throws SQLException {
        List<StoredEvent> events = new ArrayList<>();
        long last = 0;
        boolean cut = false;
        while (rows.next()) {
            last = rows.getLong(1);
            cut = rows.getBoolean(2);
            if (rows.getLong(3) > 0) {
                events.add(event(rows));
            }
        }
        return new Batch(events, cut ? events.get(events.size() - 1).offset() : last);
    }

    private static StoredEvent event(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getLong(3),
                row.getInt(4),
                EventText.instant(row.getLong(5)),
                Optional.ofNullable(row.getString(6)),
                Optional.ofNullable(row.getString(7)),
                row.getString(8),
                EventText.headers(row.getString(9)),
                row.getBytes(10));
    }

    long offsetAt(TopicRow topic, Instant time) throws TopicException {
        String what = "The events of " + topic.spec().name() + " cannot be searched";
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            int column = time.isBefore(EARLIEST) ? 1 : 2;
            return database.statement(
                    what, connection -> Statements.first(connection, ends, rows -> number(rows, column), topic.id()));
        }
        return database.statement(
                what,
                connection -> Statements.first(
                        connection, place, rows -> number(rows, 1), topic.id(), time.toString(), time.toString()));
    }

    /** The database's clock. */
    Instant now() throws TopicException {
        return EventText.instant(database.statement(
                "The time cannot be asked", connection -> Statements.first(connection, now, rows -> number(rows, 1))));
    }

    /** The events that have no offsets yet. */
    InboxState inbox() throws TopicException {
        return database.statement(
                "The inbox cannot be counted",
                connection -> Statements.first(connection, inbox, rows -> {
                    rows.next();
                    return new InboxState(rows.getLong(1), Duration.ofMillis(rows.getLong(2)));
                }));
    }

    /** The lane of a key. */
    int lane(TopicRow topic, String key) throws TopicException {
        long found = database.statement(
                "The lane of a key cannot be asked",
                connection -> Statements.first(
                        connection,
                        lane,
                        rows -> number(rows, 1),
                        key,
                        topic.spec().lanes()));
        return (int) found;
    }

    private static long number(ResultSet rows, int column) throws SQLException {
        if (!rows.next()) {
            throw new SQLException("The topic is not there any more");
        }
        return rows.getLong(column);
    }
}
