package dev.effe.postgres;

import dev.effe.postgres.Statements.Column;
import dev.effe.spi.topics.LaneState;
import dev.effe.spi.topics.LostClaimException;
import dev.effe.spi.topics.ParkedChange;
import dev.effe.spi.topics.TopicException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far groups are. Thread-safe. */
final class GroupTable {

    private static final String BEGIN = """
            insert into ${schema}.cursor (grp, topic, lane, off)
            select ?, id, lane, ? from ${schema}.topic cross join generate_series(0, lanes - 1) as l (lane)
            where id = ? on conflict (grp, topic, lane) do nothing""";

    /** Nothing, unless all lanes are held. */
    private static final String COMMIT = """
            with held as materialized (
                %s
            ), written as (
                update ${schema}.cursor c set off = done.off from unnest(?, ?) as done (lane, off)
                where grp = ? and topic = ? and c.lane = done.lane and (select count(*) from held) = ?
            )
            select lane from held""".formatted(Claims.LOCK);

    private static final String LANES = """
            select lane, off, case when until > ${schema}.clock() then owner end from ${schema}.cursor
            where grp = ? and topic = ? order by lane""";

    private final Database database;
    private final Schema schema;
    private final String process;
    private final ParkedTable parked;

    /** @param process this process's name, for operators */
    GroupTable(Database database, Schema schema, String process) {
        this.database = database;
        this.schema = schema;
        this.process = process;
        this.parked = new ParkedTable(database, schema);
    }

    ParkedTable parked() {
        return parked;
    }

    Claims claims(Group group, long after) throws TopicException {
        database.statement(
                group.cannot("The place cannot be written"),
                connection -> Statements.firstUpdate(
                        connection,
                        schema.in(BEGIN),
                        group.name(),
                        after,
                        group.topic().id()));
        return new Claims(database, schema, group, process + " " + UUID.randomUUID());
    }

    /** Writes how far a group is, and what it has put aside, if the lanes are still this process's. */
    void commit(Claims claims, Map<Integer, Long> afterByLane, List<ParkedChange> changes) throws TopicException {
        Set<Integer> lanes = new TreeSet<>(afterByLane.keySet());
        changes.forEach(change -> lanes.add(change.lane()));
        if (lanes.isEmpty()) {
            return;
        }
        String what = claims.of().cannot("The place cannot be written");
        if (changes.isEmpty()) { // By one message: whoever waits for events waits for it.
            database.statement(what, connection -> commit(connection, claims, lanes, afterByLane));
        } else {
            database.transaction(what, connection -> {
                commit(connection, claims, lanes, afterByLane);
                parked.change(connection, claims.of(), changes);
                return null;
            });
        }
    }

    private @Nullable Void commit(Connection connection, Claims claims, Set<Integer> lanes, Map<Integer, Long> after)
            throws SQLException, LostClaimException {
        Map<Integer, Long> done = new LinkedHashMap<>(after);
        claims.hold(
                connection,
                lanes,
                schema.in(COMMIT),
                Column.ints(done.keySet()),
                Column.longs(done.values()),
                claims.group(),
                claims.of().topic().id(),
                lanes.size());
        return null;
    }

    List<LaneState> lanes(Group group) throws TopicException {
        return database.statement(
                group.cannot("The lanes cannot be read"),
                connection -> Statements.first(
                        connection,
                        schema.in(LANES),
                        rows -> {
                            List<LaneState> states = new ArrayList<>();
                            while (rows.next()) {
                                Optional<String> owner =
                                        Optional.ofNullable(rows.getString(3)).map(GroupTable::process);
                                states.add(new LaneState(rows.getInt(1), rows.getLong(2), owner));
                            }
                            return states;
                        },
                        group.name(),
                        group.topic().id()));
    }

    private static String process(String member) {
        int end = member.lastIndexOf(' ');
        return end < 0 ? member : member.substring(0, end);
    }
}
