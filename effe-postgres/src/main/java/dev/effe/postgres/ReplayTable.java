package dev.effe.postgres;

import dev.effe.spi.topics.ReplayEnd;
import dev.effe.spi.topics.ReplayPlan;
import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.TopicException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Replays. Thread-safe. */
final class ReplayTable {

    private static final String SET = """
            (phase, topic, function, key, from_off, until_off, events, rate, began, ended, failed, left_over, error, \
            version, name)
            = (?, ?, ?, ?, ?, ?, ?, ?, to_timestamp(0) + ? * interval '1 microsecond', \
            to_timestamp(0) + ?::bigint * interval '1 microsecond', ?::bigint, ?::bigint, ?, ?, ?)""";

    private static final String UPDATE = "update ${schema}.replay set " + SET + " where name = ? and version = ?";

    private static final String INSERT =
            "insert into ${schema}.replay " + SET.replace("= (", "values (") + " on conflict (name) do nothing";

    private static final String LIST = """
            select name, version, phase, topic, function, key, from_off, until_off, events, rate,
                (extract(epoch from began) * 1000000)::bigint, (extract(epoch from ended) * 1000000)::bigint, failed,
                left_over, error
            from ${schema}.replay""";

    private static final String FORGET = "delete from ${schema}.replay where name = ? and version = ? returning topic";

    private static final List<String> OF_GROUP = List.of("cursor", "parked", "member");

    private final Database database;
    private final Schema schema;

    ReplayTable(Database database, Schema schema) {
        this.database = database;
        this.schema = schema;
    }

    List<ReplayState> list() throws TopicException {
        return database.statement(
                "Replays cannot be read",
                connection -> Statements.first(connection, schema.in(LIST), ReplayTable::states));
    }

    private static List<ReplayState> states(ResultSet rows) throws SQLException {
        List<ReplayState> states = new ArrayList<>();
        while (rows.next()) {
            ReplayPlan plan = new ReplayPlan(
                    rows.getString(4),
                    rows.getString(5),
                    Optional.ofNullable(rows.getString(6)),
                    rows.getLong(7),
                    rows.getLong(8),
                    rows.getLong(9),
                    rows.getInt(10),
                    EventText.instant(rows.getLong(11)));
            states.add(new ReplayState(
                    rows.getString(1), rows.getLong(2), ReplayState.Phase.valueOf(rows.getString(3)), plan, end(rows)));
        }
        return states;
    }

    private static Optional<ReplayEnd> end(ResultSet row) throws SQLException {
        long endedMicros = row.getLong(12);
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(new ReplayEnd(
                        EventText.instant(endedMicros), row.getLong(13), row.getLong(14), row.getString(15)));
    }

    /** Writes it, if the one that is there is of its version. */
    boolean save(ReplayState state) throws TopicException {
        List<@Nullable Object> values = new ArrayList<>(values(state));
        if (state.version() > 0) {
            values.add(state.name());
            values.add(state.version());
        }
        String sql = schema.in(state.version() == 0 ? INSERT : UPDATE);
        return database.statement(
                        "The replay " + state.name() + " cannot be written",
                        connection -> Statements.firstUpdate(connection, sql, values.toArray()))
                == 1;
    }

    private static List<@Nullable Object> values(ReplayState state) {
        ReplayPlan plan = state.plan();
        ReplayEnd end = state.end().orElse(null);
        List<@Nullable Object> values = new ArrayList<>(List.of(state.phase().name(), plan.topic(), plan.function()));
        values.add(plan.key().orElse(null));
        values.addAll(List.of(plan.from(), plan.until(), plan.events(), plan.rate(), EventText.micros(plan.began())));
        values.add(end == null ? null : EventText.micros(end.at()));
        values.add(end == null ? null : end.failed());
        values.add(end == null ? null : end.left());
        values.add(end == null ? null : EventText.kept(end.error()));
        values.add(state.version() + 1);
        values.add(state.name());
        return values;
    }

    /** Removes it and all that its group has, if the one that is there is of its version. */
    boolean forget(ReplayState state) throws TopicException {
        return database.transaction(
                "The replay " + state.name() + " cannot be removed", connection -> forget(connection, state));
    }

    private boolean forget(Connection connection, ReplayState state) throws SQLException {
        String topic = Statements.first(
                connection,
                schema.in(FORGET),
                rows -> rows.next() ? rows.getString(1) : null,
                state.name(),
                state.version());
        if (topic == null) {
            return false;
        }
        for (String table : OF_GROUP) {
            Statements.update(
                    connection,
                    schema.in("delete from ${schema}." + table
                            + " where grp = ? and topic = (select id from ${schema}.topic where name = ?)"),
                    state.group(),
                    topic);
        }
        return true;
    }
}
