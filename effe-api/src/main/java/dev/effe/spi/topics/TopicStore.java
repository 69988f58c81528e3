package dev.effe.spi.topics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps the events of topics, and how far each group is with them. Thread-safe. Each method may block, for about 20 seconds
 * at most where the store does not answer; none is called on an event loop.
 *
 * <p>Events of a topic have the offsets 1, 2, 3 and so on, without gaps, and are seen in this order by whoever reads: no
 * event appears behind a later one. An event is never changed.
 */
public interface TopicStore extends AutoCloseable {

    /**
     * Makes the topics that there are not. Called before all else, and again until it does not fail.
     *
     * @param topics all topics of the application
     * @throws StoreUnreachableException if the store does not answer now: to be called again
     * @throws TopicException if one is there and has another number of lanes, or the store cannot be used
     */
    void create(List<TopicSpec> topics) throws TopicException;

    /**
     * Keeps events of one topic in this order. Returns when they would outlast a crash of the machine.
     *
     * @param events one at least; either all are kept or none, but for those whose id the topic has had within 7 days
     * @param patience how long to wait
     * @throws TopicException if they are not kept; or if that is not known within the patience, which the message says
     */
    void append(List<NewEvent> events, Duration patience) throws TopicException;

    /**
     * Reads events of some lanes.
     *
     * @param topic the topic's name
     * @param afterByLane by lane the offset behind which to read; one lane at least
     * @param most how many events at most, from 1
     * @param mostBytes how long their payloads may be together; the first is read however long it is
     * @return what there is; it need not be as much as was asked for
     * @throws TopicException if they cannot be read
     */
    Batch read(String topic, Map<Integer, Long> afterByLane, int most, long mostBytes) throws TopicException;

    /**
     * Lets a group begin or go on. No lane is claimed before the first {@link LaneClaims#renew}.
     *
     * @param group the group's name
     * @param topic the topic's name
     * @param after where each lane begins if the group is new: behind this offset; durable once this returns
     * @return this process's membership
     * @throws TopicException if that cannot be done
     */
    LaneClaims claims(String group, String topic, long after) throws TopicException;

    /**
     * Writes how far a group is, in one step.
     *
     * @param claims the group's
     * @param afterByLane by lane the offset up to which it is through, parked events included; only lanes that changed
     * @param parked changes of what it has put aside, in this order
     * @throws LostClaimException if one of the lanes, those of the changes among them, is another's or nobody's; nothing is
     *     written
     * @throws TopicException if nothing is written, or that is not known
     */
    void commit(LaneClaims claims, Map<Integer, Long> afterByLane, List<ParkedChange> parked) throws TopicException;

    /**
     * Tells how far a group is, whichever processes deliver it.
     *
     * @param group the group's name
     * @param topic the topic's name
     * @return all lanes in order; none if there is no such group
     * @throws TopicException if that cannot be read
     */
    List<LaneState> lanes(String group, String topic) throws TopicException;

    /**
     * Lists what a group has put aside, in the order of the offsets.
     *
     * @param group the group's name
     * @param topic the topic's name
     * @param filter which of it
     * @param most how many at most, from 1
     * @return as many as there are; none if there is no such group
     * @throws TopicException if that cannot be read
     */
    List<Parked> parked(String group, String topic, ParkedFilter filter, int most) throws TopicException;

    /**
     * Counts what a group has put aside.
     *
     * @param group the group's name
     * @param topic the topic's name
     * @param filter which of it
     * @return how many; 0 if there is no such group
     * @throws TopicException if that cannot be read
     */
    long count(String group, String topic, ParkedFilter filter) throws TopicException;

    /**
     * Has dead events tried again: they wait, due at once, with no attempts, and are told from others as {@link
     * ParkedFilter.Kind#REDRIVEN} until their lane's owner changes them. Needs no claim.
     *
     * @param group the group's name
     * @param topic the topic's name
     * @param offsets the events; those that are not dead are left alone
     * @return how many were dead
     * @throws TopicException if that is not done or not known
     */
    int redrive(String group, String topic, Set<Long> offsets) throws TopicException;

    /**
     * Forgets dead events that their lane's cursor has passed. Needs no claim.
     *
     * @param group the group's name
     * @param topic the topic's name
     * @param offsets the events; those that are not dead, or not passed, are left alone
     * @return how many were forgotten
     * @throws TopicException if that is not done or not known
     */
    int purge(String group, String topic, Set<Long> offsets) throws TopicException;

    /**
     * Lists the replays that are kept, those that are over included. Called every few seconds.
     *
     * @return in no order
     * @throws TopicException if they cannot be read
     */
    List<ReplayState> replays() throws TopicException;

    /**
     * Keeps a replay, unless somebody else has changed it meanwhile.
     *
     * @param state what is kept with the next version; only if the one that is kept has the version of this, which is 0
     *     if there is to be none of its name
     * @return whether it is kept; durable then
     * @throws TopicException if that cannot be done
     */
    boolean save(ReplayState state) throws TopicException;

    /**
     * Forgets a replay and all that its group has, in one step, unless somebody else has changed it meanwhile. A group of
     * its name begins anew then.
     *
     * @param state forgotten only if the one that is kept has the version of this
     * @return whether it is forgotten
     * @throws TopicException if that cannot be done
     */
    boolean forget(ReplayState state) throws TopicException;

    /**
     * The lane of a key.
     *
     * @param topic the topic's name
     * @param key the key
     * @return the lane of all events that have it
     * @throws TopicException if that cannot be found out
     */
    int lane(String topic, String key) throws TopicException;

    /**
     * Finds the place of an instant in a topic.
     *
     * @param topic the topic's name
     * @param time the instant; {@link Instant#MIN} for the first event that is still there
     * @return the offset of the first event that is not older; if there is none, that of the next one to be appended
     * @throws TopicException if that cannot be read
     */
    long offsetAt(String topic, Instant time) throws TopicException;

    /**
     * Tells the time that all who use the store go by: it decides when schedules are due.
     *
     * @return the store's clock; of a store on a server, the server's
     * @throws TopicException if it cannot be asked
     */
    Instant now() throws TopicException;

    /**
     * Tells of events that wait for their offsets. Called when metrics are read.
     *
     * @return of all topics together; empty if events of this store have their offsets once an append returns
     * @throws TopicException if it cannot be asked
     */
    default Optional<InboxState> inbox() throws TopicException {
        return Optional.empty();
    }

    /**
     * Says who is to be told of new events. It is a hint, which may be missing and may come on any thread.
     *
     * @param topic takes the topic's name; does not block
     */
    void onNews(Consumer<String> topic);

    /** Ends it: what was begun is over when this returns. Does nothing the second time. */
    @Override
    void close();
}
