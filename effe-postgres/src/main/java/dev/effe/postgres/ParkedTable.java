package dev.effe.postgres;

import dev.effe.postgres.Statements.Column;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedChange;
import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.TopicException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Events that groups have put aside. Thread-safe. */
final class ParkedTable {

    private static final String PUT = """
            insert into ${schema}.parked (grp, topic, off, lane, key, attempts, due, dead_at, error)
            select ?, ?, off, lane, key, attempts, to_timestamp(0) + due * interval '1 microsecond',
                to_timestamp(0) + dead_at * interval '1 microsecond', error
            from unnest(?, ?, ?, ?, ?, ?, ?) as p (off, lane, key, attempts, due, dead_at, error)
            on conflict (grp, topic, off) do update set lane = excluded.lane, key = excluded.key,
                attempts = excluded.attempts, due = excluded.due, dead_at = excluded.dead_at, error = excluded.error,
                redriven = false""";

    private static final String REMOVE = "delete from ${schema}.parked where grp = ? and topic = ? and off = any (?)";

    private static final String CHOSEN = " from ${schema}.parked where grp = ? and topic = ? and off > ? and %s";

    private static final String LIST = "select off, lane, key, attempts, (extract(epoch from due) * 1000000)::bigint,"
            + " (extract(epoch from dead_at) * 1000000)::bigint, error" + CHOSEN + " order by off limit ?";

    private static final String COUNT = "select count(*)" + CHOSEN;

    private static final String REDRIVE = """
            update ${schema}.parked set dead_at = null, attempts = 0, due = to_timestamp(0), redriven = true
            where grp = ? and topic = ? and off = any (?) and dead_at is not null""";

    private static final String PURGE = """
            delete from ${schema}.parked p using ${schema}.cursor c
            where p.grp = ? and p.topic = ? and p.off = any (?) and p.dead_at is not null
                and c.grp = p.grp and c.topic = p.topic and c.lane = p.lane and c.off >= p.off""";

    private final Database database;
    private final Schema schema;

    ParkedTable(Database database, Schema schema) {
        this.database = database;
        this.schema = schema;
    }

    /** Writes changes, the last of each event. */
    void change(Connection connection, Group group, List<ParkedChange> changes) throws SQLException {
        Map<Long, ParkedChange> last = new LinkedHashMap<>();
        changes.forEach(change -> last.put(change.offset(), change));
        List<Parked> put = new ArrayList<>();
        List<Long> removed = new ArrayList<>();
        for (ParkedChange change : last.values()) {
            if (change instanceof ParkedChange.Put one) {
                put.add(one.parked());
            } else {
                removed.add(change.offset());
            }
        }
        if (!put.isEmpty()) {
            put(connection, group, put);
        }
        if (!removed.isEmpty()) {
            Statements.update(
                    connection, schema.in(REMOVE), group.name(), group.topic().id(), Column.longs(removed));
        }
    }

    private void put(Connection connection, Group group, List<Parked> put) throws SQLException {
        Statements.update(
                connection,
                schema.in(PUT),
                group.name(),
                group.topic().id(),
                column("int8", put, Parked::offset),
                column("int4", put, Parked::lane),
                column("text", put, parked -> parked.key().orElse(null)),
                column("int4", put, Parked::attempts),
                column("int8", put, parked -> EventText.micros(parked.due())),
                column(
                        "int8",
                        put,
                        parked -> parked.deadAt().map(EventText::micros).orElse(null)),
                column("text", put, parked -> EventText.kept(parked.error())));
    }

    private static Column column(String type, List<Parked> put, Function<Parked, @Nullable Object> value) {
        return new Column(type, put.stream().map(value).toArray());
    }

    List<Parked> list(Group group, ParkedFilter filter, int most) throws TopicException {
        return chosen(group, filter, LIST, ParkedTable::parked, most);
    }

    long count(Group group, ParkedFilter filter) throws TopicException {
        return chosen(group, filter, COUNT, rows -> rows.next() ? rows.getLong(1) : 0);
    }

    private <T> T chosen(Group group, ParkedFilter filter, String sql, Statements.Rows<T> rows, Object... more)
            throws TopicException {
        String kind = switch (filter.kind()) {
            case WAITING -> "dead_at is null";
            case REDRIVEN -> "dead_at is null and redriven";
            case DEAD -> "dead_at is not null";
        };
        List<Object> parameters =
                new ArrayList<>(List.of(group.name(), group.topic().id(), filter.after()));
        if (filter.lanes().isPresent()) {
            kind += " and lane = any (?)";
            parameters.add(Column.ints(filter.lanes().get()));
        }
        parameters.addAll(List.of(more));
        String asked = schema.in(sql.formatted(kind));
        return database.statement(
                group.cannot("Events put aside cannot be read"),
                connection -> Statements.first(connection, asked, rows, parameters.toArray()));
    }

    private static List<Parked> parked(ResultSet rows) throws SQLException {
        List<Parked> found = new ArrayList<>();
        while (rows.next()) {
            Instant due = EventText.instant(rows.getLong(5));
            long deadMicros = rows.getLong(6);
            Optional<Instant> deadAt = rows.wasNull() ? Optional.empty() : Optional.of(EventText.instant(deadMicros));
            found.add(new Parked(
                    rows.getLong(1),
                    rows.getInt(2),
                    Optional.ofNullable(rows.getString(3)),
                    rows.getInt(4),
                    due,
                    deadAt,
                    rows.getString(7)));
        }
        return found;
    }

    int redrive(Group group, Set<Long> offsets) throws TopicException {
        return change(group, REDRIVE, offsets);
    }

    int purge(Group group, Set<Long> offsets) throws TopicException {
        return change(group, PURGE, offsets);
    }

    private int change(Group group, String sql, Set<Long> offsets) throws TopicException {
        return database.statement(
                group.cannot("Dead events cannot be changed"),
                connection -> Statements.firstUpdate(
                        connection, schema.in(sql), group.name(), group.topic().id(), Column.longs(offsets)));
    }
}
