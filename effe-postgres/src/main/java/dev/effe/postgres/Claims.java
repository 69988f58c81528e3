package dev.effe.postgres;

import dev.effe.postgres.Statements.Column;
import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.LaneShare;
import dev.effe.spi.topics.LostClaimException;
import dev.effe.spi.topics.TopicException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lanes that this process has of a group, by leases that the database's clock counts. One thread at a time calls it.
 */
final class Claims implements LaneClaims {

    private static final Logger log = LoggerFactory.getLogger(Claims.class);

    private static final String GIVE_BACK = """
            update ${schema}.cursor c set owner = null, until = 'epoch'
            from unnest(?, ?) as mine (lane, epoch)
            where grp = ? and topic = ? and owner = ? and c.lane = mine.lane and c.epoch = mine.epoch""";

    /** The lanes that are still a member's. */
    static final String LOCK = """
            select c.lane from ${schema}.cursor c join unnest(?, ?) as mine (lane, epoch)
                on c.lane = mine.lane and c.epoch = mine.epoch
            where grp = ? and topic = ? and owner = ? order by c.lane for no key update of c""";

    private final Database database;
    private final Schema schema;
    private final Group group;
    private final String member;
    private final Renewal renewal;

    /** The epoch of each lane that was claimed. */
    private final Map<Integer, Long> epochs = new TreeMap<>();

    /** True while it is not known what became of a renewal: the database may have lanes for this process that it does not know. */
    private boolean unanswered;

    private boolean leaving;
    private boolean closed;

    /** @param member the process's own name among the members */
    Claims(Database database, Schema schema, Group group, String member) {
        this.database = database;
        this.schema = schema;
        this.group = group;
        this.member = member;
        this.renewal = new Renewal(schema, group, member);
    }

    @Override
    public String group() {
        return group.name();
    }

    @Override
    public String topic() {
        return group.topic().spec().name();
    }

    Group of() {
        return group;
    }

    @Override
    public LaneShare renew() throws TopicException {
        Renewal.Renewed renewed = database.transaction(group.cannot("The lanes cannot be claimed"), connection -> {
            if (unanswered) {
                renewal.freeUnknown(connection, epochs);
            }
            unanswered = true;
            return renewal.by(connection, epochs, !leaving);
        });
        unanswered = false;
        epochs.keySet().removeAll(renewed.share().lost());
        epochs.putAll(renewed.epochs());
        return renewed.share();
    }

    @Override
    public void leave() {
        leaving = true;
    }

    @Override
    public void giveBack(Set<Integer> lanes) throws TopicException {
        Map<Integer, Long> given = new TreeMap<>(epochs);
        given.keySet().retainAll(lanes);
        database.statement(
                group.cannot("Lanes cannot be given back"),
                connection -> Statements.firstUpdate(
                        connection,
                        schema.in(GIVE_BACK),
                        Column.ints(given.keySet()),
                        Column.longs(given.values()),
                        group.name(),
                        group.topic().id(),
                        member));
        epochs.keySet().removeAll(lanes);
    }

    /**
     * Holds lanes until the transaction is over, so that nobody claims them meanwhile.
     *
     * @param sql has {@link #LOCK}, whose parameters are its first ones, and gives its lanes
     * @param more its other parameters
     * @throws LostClaimException if one of them is not this process's any more
     */
    void hold(Connection connection, Set<Integer> lanes, String sql, Object... more)
            throws SQLException, LostClaimException {
        Set<Integer> lost = new HashSet<>(lanes);
        Map<Integer, Long> known = new TreeMap<>(epochs);
        known.keySet().retainAll(lanes);
        List<Object> parameters = new ArrayList<>(List.of(
                Column.ints(known.keySet()),
                Column.longs(known.values()),
                group.name(),
                group.topic().id(),
                member));
        parameters.addAll(List.of(more));
        Statements.first(
                connection,
                sql,
                rows -> {
                    while (rows.next()) {
                        lost.remove(rows.getInt(1));
                    }
                    return lost;
                },
                parameters.toArray());
        if (!lost.isEmpty()) {
            throw new LostClaimException(lost);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            database.statement(
                    group.cannot("Lanes cannot be given back"),
                    connection -> renewal.freeUnknown(connection, Map.of()));
            epochs.clear();
            database.statement(
                    group.cannot("The membership cannot be ended"),
                    connection -> Statements.firstUpdate(
                            connection,
                            schema.in(Renewal.LEAVE),
                            group.name(),
                            group.topic().id(),
                            member));
        } catch (TopicException e) {
            log.warn("{}: others take the lanes over when their leases end", e.getMessage());
        }
    }

    /** The lanes that were claimed, for tests. */
    List<Integer> lanes() {
        return List.copyOf(epochs.keySet());
    }
}
