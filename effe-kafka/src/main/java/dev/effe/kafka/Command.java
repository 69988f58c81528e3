package dev.effe.kafka;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of what groups and replays have, as it is in the state's topic. Each process carries all of them out in their
 * order, and so comes to the same state. Immutable.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "do")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Command.Tick.class, name = "tick"),
    @JsonSubTypes.Type(value = Command.Topics.class, name = "topics"),
    @JsonSubTypes.Type(value = Command.Begin.class, name = "begin"),
    @JsonSubTypes.Type(value = Command.Renew.class, name = "renew"),
    @JsonSubTypes.Type(value = Command.GiveBack.class, name = "giveBack"),
    @JsonSubTypes.Type(value = Command.Leave.class, name = "leave"),
    @JsonSubTypes.Type(value = Command.Commit.class, name = "commit"),
    @JsonSubTypes.Type(value = Command.Redrive.class, name = "redrive"),
    @JsonSubTypes.Type(value = Command.Purge.class, name = "purge"),
    @JsonSubTypes.Type(value = Command.Save.class, name = "save"),
    @JsonSubTypes.Type(value = Command.Forget.class, name = "forget"),
    @JsonSubTypes.Type(value = Command.Register.class, name = "register"),
    @JsonSubTypes.Type(value = Command.Part.class, name = "part"),
})
sealed interface Command {

    /** Tells the time, and that all before it is known. */
    record Tick() implements Command {}

    /**
     * Names the topics of an application.
     *
     * @param lanes how many each has
     * @param made those that the sender has made among the brokers
     */
    record Topics(Map<String, Integer> lanes, Set<String> made) implements Command {}

    /** Lets a group begin, if there is none. */
    record Begin(String group, String topic, long after) implements Command {}

    /** Joins a group or stays in it, or is about to leave it. */
    record Renew(String group, String topic, String member, boolean leaving) implements Command {}

    /** Frees lanes, by the epoch of each. */
    record GiveBack(String group, String topic, String member, Map<Integer, Long> epochs) implements Command {}

    /** Leaves a group. */
    record Leave(String group, String topic, String member) implements Command {}

    /** Writes how far lanes are, if all are the member's in the epochs given. */
    record Commit(
            String group,
            String topic,
            String member,
            Map<Integer, Long> epochs,
            Map<Integer, Long> cursors,
            List<Change> changes)
            implements Command {}

    /** An event put aside; or forgotten, if there is nothing of it. */
    record Change(long offset, int lane, @Nullable ParkedRecord put) {}

    /** Has dead events tried again. */
    record Redrive(String group, String topic, Set<Long> offsets) implements Command {}

    /** Forgets dead events. */
    record Purge(String group, String topic, Set<Long> offsets) implements Command {}

    /** Keeps a replay. */
    record Save(ReplayRecord replay) implements Command {}

    /** Forgets a replay and its group. */
    record Forget(ReplayRecord replay) implements Command {}

    /** Says where events with ids of their own are: the first of each counts. */
    record Register(String topic, List<Place> places) implements Command {}

    /** An event's id, its offset and its time. */
    record Place(String id, long offset, long millis) {}

    /**
     * A part of the whole state, as it is behind all before an offset of this topic.
     *
     * @param snapshot the snapshot's name
     * @param at the offset
     * @param index the part's, from 0
     * @param count how many parts there are, 1 to 1,024
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record Part(String snapshot, long at, int index, int count, byte[] bytes) implements Command {

        private static final int MOST_PARTS = 1024;

        public Part {
            requireNonNull(snapshot, "snapshot");
            requireNonNull(bytes, "bytes");
            if (index < 0 || index >= count || count > MOST_PARTS) {
                throw new IllegalArgumentException("part " + index + " of " + count);
            }
        }
    }
}
