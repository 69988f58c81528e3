package dev.effe.server.topics;

import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.LaneShare;
import dev.effe.spi.topics.LostClaimException;
import dev.effe.spi.topics.TopicException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lives of a group's lanes in this process: FREE → HELD → RELEASING → FREE, or at once FREE when another process has
 * claimed one. Confined to the engine's thread.
 */
final class HeldLanes {

    private static final Logger log = LoggerFactory.getLogger(HeldLanes.class);
    private static final long RENEWAL_MILLIS = LaneClaims.RENEWAL.toMillis();
    private static final long AGAIN_MILLIS = 1_000;

    private final LaneClaims claims;
    private final GroupReader reader;
    private final Lines lines;
    private final Changes changes;
    private final PutAside aside;
    private final Lease lease;
    /** Lanes that were claimed, and whose events put aside are still to be read from the store; with their cursors. */
    private final Map<Integer, Long> claimed = new TreeMap<>();
    /** The events that still run of lanes that were lost, by lane. Nothing of these begins before they are over. */
    private final Map<Integer, Integer> strays = new HashMap<>();

    private long dueMillis = 0;
    /** True if the dead are to be counted anew, since lanes have come or gone. */
    private boolean changed;

    HeldLanes(Membership member, GroupReader reader, Lines lines, Changes changes, PutAside aside) {
        this.claims = member.claims();
        this.reader = reader;
        this.lines = lines;
        this.changes = changes;
        this.aside = aside;
        this.lease = new Lease(member.nanoClock());
    }

    /** False once renewals have failed for so long that another process may have the lanes. */
    boolean mayBegin() {
        return !lease.isOver();
    }

    /** When the next renewal is due. */
    long dueMillis() {
        return dueMillis;
    }

    /** The dead events have been changed in the store: they are to be looked at soon. */
    void deadChanged() {
        changed = true;
        dueMillis = 0;
    }

    /** Renews the claims, if it is time. */
    void renew(long nowMillis) throws TopicException {
        if (nowMillis < dueMillis && dueMillis - nowMillis <= RENEWAL_MILLIS) {
            return;
        }
        dueMillis = nowMillis + AGAIN_MILLIS;
        long askedNanos = lease.nowNanos();
        LaneShare share = claims.renew();
        lease.renewed(askedNanos);
        share.lost().forEach(this::lose);
        claimed.putAll(share.gained());
        share(share.surplus(), nowMillis);
        recover(nowMillis);
        if (changed || aside.dead() > 0) {
            write();
            aside.lookAtDead(nowMillis);
            changed = false;
        }
        dueMillis = nowMillis + RENEWAL_MILLIS;
    }

    /** HELD ⇄ RELEASING. */
    private void share(Set<Integer> surplus, long nowMillis) {
        for (Lane lane : reader.lanes()) {
            boolean releasing = surplus.contains(lane.number);
            if (releasing && !lane.releasing) {
                lines.close(lane.number);
            } else if (!releasing && lane.releasing && !strays.containsKey(lane.number)) {
                lines.open(lane.number, nowMillis);
            }
            lane.releasing = releasing;
        }
    }

    /** FREE → HELD, once all is there that was put aside. */
    private void recover(long nowMillis) throws TopicException {
        if (claimed.isEmpty()) {
            return;
        }
        PutAside.Found found = aside.find(claimed);
        log.debug("{} of {} has lanes {}", claims.group(), claims.topic(), claimed.keySet());
        reader.gain(claimed);
        claimed.keySet().stream().filter(strays::containsKey).forEach(lines::close);
        claimed.clear();
        aside.take(found, nowMillis);
        changed = true;
    }

    /** HELD or RELEASING → FREE: another process has it. */
    private void lose(int number) {
        claimed.remove(number);
        Lane lane = reader.find(number);
        if (lane != null) {
            log.info(
                    "Lane {} of {} for {} is another process's now; {} events of it run here",
                    number,
                    claims.topic(),
                    claims.group(),
                    lane.running);
            if (lane.running > 0) {
                strays.merge(number, lane.running, Integer::sum);
            }
            forget(lane);
        }
    }

    private void forget(Lane lane) {
        aside.drop(lane);
        lines.drop(lane.number);
        reader.drop(lane);
        changed = true;
    }

    void began(Lane lane) {
        lane.running++;
    }

    /** An attempt is over. Returns false if its lane was lost meanwhile, so that its result does not count. */
    boolean ended(Lane lane, long nowMillis) {
        if (reader.find(lane.number) == lane) {
            lane.running--;
            return true;
        }
        if (strays.merge(lane.number, -1, Integer::sum) <= 0) {
            strays.remove(lane.number);
            Lane again = reader.find(lane.number);
            if (again != null && !again.releasing) {
                lines.open(lane.number, nowMillis);
            }
        }
        return false;
    }

    /** Writes how far it is, and gives back lanes that are too many and of which nothing runs. */
    void commit() throws TopicException {
        List<Lane> idle = reader.lanes().stream()
                .filter(lane -> lane.releasing && lane.running == 0)
                .toList();
        idle.forEach(this::handOver);
        write();
        giveBack(idle.stream().filter(lane -> reader.find(lane.number) == lane).toList());
    }

    /** Puts aside what has been overtaken, so that the next process need not begin before it. */
    private void handOver(Lane lane) {
        aside.putAll(lane.overtaken());
    }

    private void giveBack(Collection<Lane> idle) throws TopicException {
        if (!idle.isEmpty()) {
            claims.giveBack(Set.copyOf(idle.stream().map(lane -> lane.number).toList()));
            idle.forEach(this::forget);
        }
    }

    /** Writes what there is of lanes that are still this process's. */
    private void write() throws TopicException {
        while (true) {
            try {
                changes.write(reader.lanes());
                return;
            } catch (LostClaimException e) {
                if (e.lanes().stream().allMatch(lane -> reader.find(lane) == null)) {
                    throw e;
                }
                e.lanes().forEach(this::lose);
            }
        }
    }

    /** Gives each lane back as soon as nothing of it runs. */
    void leave(long nowMillis) throws TopicException {
        claims.leave();
        dueMillis = nowMillis;
        renew(nowMillis);
        commit();
    }
}
