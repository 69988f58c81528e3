package dev.effe.spi.topics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Keeps the events of topics, and how far each group is with them. Thread-safe. Each method may block; none is called on an
 * event loop.
 *
 * <p>Events of a topic have the offsets 1, 2, 3 and so on, without gaps, and are seen in this order by whoever reads: no
 * event appears behind a later one. An event is never changed.
 */
public interface TopicStore extends AutoCloseable {

    /**
     * Makes the topics that there are not. Called once, before all else.
     *
     * @param topics all topics of the application
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
     * Lets a group begin or go on.
     *
     * @param group the group's name
     * @param topic the topic's name
     * @param after where each lane begins if the group is new: behind this offset; durable once this returns
     * @return the lanes that this process has of it
     * @throws TopicException if that cannot be done
     */
    LaneClaims claims(String group, String topic, long after) throws TopicException;

    /**
     * Writes how far a group is, in one step.
     *
     * @param claims the group's
     * @param afterByLane by lane the offset up to which it is through, parked events included; only lanes that changed
     * @param parked changes of what it has put aside, in this order
     * @throws TopicException if nothing is written
     */
    void commit(LaneClaims claims, Map<Integer, Long> afterByLane, List<ParkedChange> parked) throws TopicException;

    /**
     * Lists what a group has put aside, in the order of the offsets.
     *
     * @param group the group's name; nothing is listed if there is none
     * @param topic the topic's name
     * @param dead whether to list those that are given up, else those that are to be tried again
     * @param after the offset behind which to list
     * @param most how many at most, from 1
     * @return as many as there are
     * @throws TopicException if that cannot be read
     */
    List<Parked> parked(String group, String topic, boolean dead, long after, int most) throws TopicException;

    /**
     * Lists what a group has put aside: as {@link #parked(String, String, boolean, long, int)}.
     *
     * @param claims the group's
     * @param dead whether to list those that are given up, else those that are to be tried again
     * @param after the offset behind which to list
     * @param most how many at most, from 1
     * @return as many as there are
     * @throws TopicException if that cannot be read
     */
    default List<Parked> parked(LaneClaims claims, boolean dead, long after, int most) throws TopicException {
        return parked(claims.group(), claims.topic(), dead, after, most);
    }

    /**
     * Counts what a group has put aside.
     *
     * @param group the group's name
     * @param topic the topic's name
     * @param dead whether to count those that are given up, else those that are to be tried again
     * @return how many; 0 if there is no such group
     * @throws TopicException if that cannot be read
     */
    long count(String group, String topic, boolean dead) throws TopicException;

    /**
     * Counts what a group has put aside: as {@link #count(String, String, boolean)}.
     *
     * @param claims the group's
     * @param dead whether to count those that are given up, else those that are to be tried again
     * @return how many
     * @throws TopicException if that cannot be read
     */
    default long count(LaneClaims claims, boolean dead) throws TopicException {
        return count(claims.group(), claims.topic(), dead);
    }

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
     * Says who is to be told of new events. It is a hint, which may be missing and may come on any thread.
     *
     * @param topic takes the topic's name; does not block
     */
    void onNews(Consumer<String> topic);

    /** Ends it: what was begun is over when this returns. Does nothing the second time. */
    @Override
    void close();
}
