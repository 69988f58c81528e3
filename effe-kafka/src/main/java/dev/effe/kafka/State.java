package dev.effe.kafka;

import dev.effe.spi.topics.TopicException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All groups, replays and ids of an application, as the state's topic tells them. Guarded by its log. */
final class State {

    private long timeMillis;
    private TreeMap<String, Integer> lanes = new TreeMap<>();
    private TreeSet<String> made = new TreeSet<>();
    private TreeMap<String, GroupState> groups = new TreeMap<>();
    private TreeMap<String, ReplayRecord> replays = new TreeMap<>();
    private TreeMap<String, OnceIds> ids = new TreeMap<>();

    /**
     * Carries a command out.
     *
     * @param millis when a broker has kept it
     * @return what it results in; see each
     * @throws TopicException if it is refused; nothing is changed then
     */
    Object apply(Command command, long millis) throws TopicException {
        timeMillis = Math.max(timeMillis, millis);
        if (command instanceof Command.Topics topics) {
            name(topics);
        } else if (command instanceof Command.Begin begin) {
            begin(begin);
        } else if (command instanceof Command.Renew renew) {
            return group(renew.group(), renew.topic()).renew(renew.member(), renew.leaving(), timeMillis);
        } else if (command instanceof Command.GiveBack given) {
            group(given.group(), given.topic()).giveBack(given.member(), given.epochs());
        } else if (command instanceof Command.Leave leave) {
            group(leave.group(), leave.topic()).leave(leave.member());
        } else if (command instanceof Command.Commit commit) {
            return commit(commit);
        } else if (command instanceof Command.Redrive redrive) {
            return group(redrive.group(), redrive.topic()).redrive(redrive.offsets());
        } else if (command instanceof Command.Purge purge) {
            return group(purge.group(), purge.topic()).purge(purge.offsets());
        } else if (command instanceof Command.Save save) {
            return save(save.replay());
        } else if (command instanceof Command.Forget forget) {
            return forget(forget.replay());
        } else if (command instanceof Command.Register register) {
            OnceIds of = ids.computeIfAbsent(register.topic(), name -> new OnceIds());
            register.places().forEach(of::add);
        }
        return timeMillis;
    }

    private void name(Command.Topics topics) throws TopicException {
        for (Map.Entry<String, Integer> topic : topics.lanes().entrySet()) {
            Integer known = lanes.get(topic.getKey());
            if (known != null && !known.equals(topic.getValue())) {
                throw new TopicException("The topic " + topic.getKey() + " has " + known + " lanes and is to have "
                        + topic.getValue() + ", but they stay the same for ever: make a topic of another name");
            }
        }
        lanes.putAll(topics.lanes());
        made.addAll(topics.made());
    }

    private void begin(Command.Begin begin) throws TopicException {
        Integer count = lanes.get(begin.topic());
        if (count == null) {
            throw new TopicException("There is no topic " + begin.topic());
        }
        groups.computeIfAbsent(name(begin.group(), begin.topic()), name -> new GroupState(count, begin.after()));
    }

    private static String name(String group, String topic) {
        return group + " " + topic;
    }

    private Set<Integer> commit(Command.Commit commit) throws TopicException {
        GroupState group = group(commit.group(), commit.topic());
        if (group.isFull() && commit.changes().stream().anyMatch(change -> change.put() != null)) {
            throw new TopicException("The group " + commit.group() + " has put aside " + GroupState.MOST_PARKED
                    + " events of " + commit.topic() + ", which is the most: redrive or purge dead ones");
        }
        return group.commit(commit);
    }

    /** The group; an empty one if there is none. */
    GroupState group(String group, String topic) {
        return groups.getOrDefault(name(group, topic), new GroupState());
    }

    private boolean isKept(ReplayRecord before) {
        ReplayRecord kept = replays.get(before.name());
        return before.version() == (kept == null ? 0 : kept.version());
    }

    private boolean save(ReplayRecord replay) {
        boolean saved = isKept(replay);
        if (saved) {
            replays.put(replay.name(), ReplayRecord.of(replay.state().saved()));
        }
        return saved;
    }

    private boolean forget(ReplayRecord replay) {
        boolean forgotten = isKept(replay) && replays.remove(replay.name()) != null;
        if (forgotten) {
            groups.remove(name(replay.state().group(), replay.plan().topic()));
        }
        return forgotten;
    }

    Map<String, ReplayRecord> replays() {
        return new LinkedHashMap<>(replays);
    }

    /** True if the topic was made by Effe. */
    boolean isMade(String topic) {
        return made.contains(topic);
    }

    /** The ids of a topic; none if there are none. */
    OnceIds ids(String topic) {
        return ids.getOrDefault(topic, new OnceIds());
    }

    long timeMillis() {
        return timeMillis;
    }
}
