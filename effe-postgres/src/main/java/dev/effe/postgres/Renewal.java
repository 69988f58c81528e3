package dev.effe.postgres;

import dev.effe.postgres.Statements.Column;
import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.LaneShare;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Renews a member's leases and claims free lanes, in a transaction. Members of a group do so one after the other, by a lock
 * that ends with the transaction, or two could wait for each other. Immutable.
 */
final class Renewal {

    private static final String UNTIL =
            "${schema}.clock() + " + LaneClaims.LEASE.toSeconds() + " * interval '1 second'";

    static final String LEAVE = "delete from ${schema}.member where grp = ? and topic = ? and id = ?";

    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended(?, ?))";

    private static final String JOIN = "insert into ${schema}.member (grp, topic, id, until) values (?, ?, ?, " + UNTIL
            + ") on conflict (grp, topic, id) do update set until = excluded.until";

    private static final String BURY =
            "delete from ${schema}.member where grp = ? and topic = ? and until < ${schema}.clock()";

    /** The statements of one message before that of the members. */
    private static final int BEFORE_MEMBERS = 4;

    private static final String MEMBERS = "select id from ${schema}.member where grp = ? and topic = ? order by id";

    private static final String EXTEND = """
            update ${schema}.cursor c set until = %s
            from unnest(?, ?) as mine (lane, epoch)
            where grp = ? and topic = ? and owner = ? and c.lane = mine.lane and c.epoch = mine.epoch
            returning c.lane""".formatted(UNTIL);

    /** Materialized: a plan may run a subquery of "in" anew for each row, and claim more than its limit. */
    private static final String CLAIM = """
            with free as materialized (
                select lane from ${schema}.cursor
                where grp = ? and topic = ? and (owner is null or until < ${schema}.clock())
                order by lane limit ? for no key update skip locked)
            update ${schema}.cursor c set owner = ?, epoch = epoch + 1, until = %s
            from free where grp = ? and topic = ? and c.lane = free.lane
            returning c.lane, off, epoch""".formatted(UNTIL);

    private static final String FREE_UNKNOWN = """
            update ${schema}.cursor c set owner = null, until = 'epoch'
            where grp = ? and topic = ? and owner = ? and not exists (
                select from unnest(?, ?) as mine (lane, epoch) where c.lane = mine.lane and c.epoch = mine.epoch)""";

    private final Schema schema;
    private final Group group;
    private final String member;

    Renewal(Schema schema, Group group, String member) {
        this.schema = schema;
        this.group = group;
        this.member = member;
    }

    /**
     * The lanes after it.
     *
     * @param epochs those of the lanes that were gained
     */
    record Renewed(LaneShare share, Map<Integer, Long> epochs) {}

    /**
     * Renews.
     *
     * @param held the epochs of the lanes that it has
     * @param isMember false if it leaves the group, so that it has a share no more
     */
    Renewed by(Connection connection, Map<Integer, Long> held, boolean isMember) throws SQLException {
        String name = group.name();
        int topic = group.topic().id();
        List<String> members;
        Set<Integer> kept;
        // By one message: whoever waits for events waits for it.
        try (PreparedStatement all = Statements.prepare(
                connection,
                Statements.LIMITS + schema.in(String.join("; ", LOCK, isMember ? JOIN : LEAVE, BURY, MEMBERS, EXTEND)),
                name + " " + topic,
                schema.lock("group"),
                name,
                topic,
                member,
                name,
                topic,
                name,
                topic,
                Column.ints(held.keySet()),
                Column.longs(held.values()),
                name,
                topic,
                member)) {
            all.execute();
            for (int statement = 1; statement <= BEFORE_MEMBERS; statement++) {
                all.getMoreResults();
            }
            members = texts(all.getResultSet());
            all.getMoreResults();
            kept = numbers(all.getResultSet());
        }
        Set<Integer> lost = new HashSet<>(held.keySet());
        lost.removeAll(kept);
        int share = isMember ? share(group.topic().spec().lanes(), members.size(), members.indexOf(member)) : 0;
        Map<Integer, Long> gained = new TreeMap<>();
        Map<Integer, Long> epochs = new HashMap<>();
        if (kept.size() < share) {
            Statements.next(
                    connection,
                    schema.in(CLAIM),
                    rows -> {
                        while (rows.next()) {
                            gained.put(rows.getInt(1), rows.getLong(2));
                            epochs.put(rows.getInt(1), rows.getLong(3));
                        }
                        return gained;
                    },
                    name,
                    topic,
                    share - kept.size(),
                    member,
                    name,
                    topic);
        }
        return new Renewed(new LaneShare(gained, lost, surplus(kept, share)), epochs);
    }

    /**
     * Frees the member's lanes but for those that it knows of: it was never told of the others, so nothing of them runs.
     *
     * @param held the epochs of the lanes that it knows of
     * @return how many were freed
     */
    int freeUnknown(Connection connection, Map<Integer, Long> held) throws SQLException {
        return Statements.firstUpdate(
                connection,
                schema.in(FREE_UNKNOWN),
                group.name(),
                group.topic().id(),
                member,
                Column.ints(held.keySet()),
                Column.longs(held.values()));
    }

    private static int share(int lanes, int members, int place) {
        return lanes / members + (place < lanes % members ? 1 : 0);
    }

    /** The highest ones. */
    private static Set<Integer> surplus(Set<Integer> kept, int share) {
        List<Integer> lanes = new ArrayList<>(kept);
        Collections.sort(lanes);
        return Set.copyOf(lanes.subList(Math.min(share, lanes.size()), lanes.size()));
    }

    private static List<String> texts(ResultSet rows) throws SQLException {
        List<String> texts = new ArrayList<>();
        while (rows.next()) {
            texts.add(rows.getString(1));
        }
        return texts;
    }

    private static Set<Integer> numbers(ResultSet rows) throws SQLException {
        Set<Integer> numbers = new HashSet<>();
        while (rows.next()) {
            numbers.add(rows.getInt(1));
        }
        return numbers;
    }
}
