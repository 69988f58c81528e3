package dev.effe.server.topics;

import dev.effe.spi.topics.Batch;
import dev.effe.spi.topics.LaneClaims;
import dev.effe.spi.topics.LaneShare;
import dev.effe.spi.topics.LaneState;
import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.Parked;
import dev.effe.spi.topics.ParkedChange;
import dev.effe.spi.topics.ParkedFilter;
import dev.effe.spi.topics.ReplayState;
import dev.effe.spi.topics.StoreUnreachableException;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import dev.effe.spi.topics.TopicSpec;
import dev.effe.spi.topics.TopicStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The reference of what a store of topics does, in memory, as one process sees it: simple enough to be right. It can be
 * told to fail. Thread-safe.
 */
final class MemoryTopicStore implements TopicStore {

    private final MemoryTopics shared;
    private final String owner;

    volatile boolean failsToRead;
    volatile boolean failsToCommit;
    volatile boolean failsToAppend;
    volatile boolean failsToRenew;
    volatile boolean failsToList;
    /** True while it answers nothing. */
    volatile boolean isDown;

    /** Done once, when events put aside are listed next: somebody changes them just then. */
    volatile @Nullable Runnable afterList;

    volatile int commits;
    private volatile @Nullable Consumer<String> listener;

    MemoryTopicStore(LongSupplier clock) {
        this(new MemoryTopics(clock), "here/1");
    }

    /** One process's store. */
    MemoryTopicStore(MemoryTopics shared, String owner) {
        this.shared = shared;
        this.owner = owner;
    }

    private void answer(boolean fails, String why) throws TopicException {
        if (isDown) {
            throw new StoreUnreachableException("Connection refused", new java.net.ConnectException());
        }
        if (fails) {
            throw new TopicException(why);
        }
    }

    private void answer() throws TopicException {
        answer(false, "");
    }

    @Override
    public void create(List<TopicSpec> topics) throws TopicException {
        answer();
        shared.create(topics);
    }

    @Override
    public void append(List<NewEvent> events, Duration patience) throws TopicException {
        answer(failsToAppend, "No space left on device");
        shared.append(events);
        shared.listeners.forEach(each -> each.accept(events.get(0).topic()));
    }

    @Override
    public Batch read(String topic, Map<Integer, Long> afterByLane, int most, long mostBytes) throws TopicException {
        answer(failsToRead, "The disk is broken");
        synchronized (shared) {
            List<StoredEvent> found = new ArrayList<>();
            List<StoredEvent> log = shared.log(topic);
            long bytes = 0;
            int from = (int) Math.min(log.size(), Collections.min(afterByLane.values()));
            for (StoredEvent event : log.subList(from, log.size())) {
                Long after = afterByLane.get(event.lane());
                if (after == null || event.offset() <= after || event.offset() < shared.first) {
                    continue;
                }
                bytes += event.payload().length;
                if (found.size() == most || (!found.isEmpty() && bytes > mostBytes)) {
                    return new Batch(found, event.offset() - 1);
                }
                found.add(event);
            }
            return new Batch(found, log.size());
        }
    }

    /** A member's claims, with the epoch of each. */
    private final class Claims implements LaneClaims {

        private final String group;
        private final String topic;
        private final int member;
        private final Map<Integer, Long> epochs = new HashMap<>();
        private volatile boolean leaving;

        Claims(String group, String topic, int member) {
            this.group = group;
            this.topic = topic;
            this.member = member;
        }

        @Override
        public String group() {
            return group;
        }

        @Override
        public String topic() {
            return topic;
        }

        @Override
        public LaneShare renew() throws TopicException {
            answer(failsToRenew, "The connection is closed");
            synchronized (shared) {
                return groupOf().renew(member, leaving, epochs, shared.nowMillis());
            }
        }

        @Override
        public void leave() {
            leaving = true;
        }

        @Override
        public void giveBack(Set<Integer> lanes) throws TopicException {
            answer();
            synchronized (shared) {
                groupOf().giveBack(member, epochs, lanes);
            }
        }

        @Override
        public void close() {
            if (!isDown) {
                synchronized (shared) {
                    groupOf().leave(member, epochs);
                }
            }
        }

        MemoryGroup groupOf() {
            return shared.group(group, topic);
        }
    }

    @Override
    public LaneClaims claims(String group, String topic, long after) throws TopicException {
        answer();
        synchronized (shared) {
            MemoryGroup of = shared.groups.computeIfAbsent(
                    group + " " + topic, name -> new MemoryGroup(shared.lanes(topic), after));
            return new Claims(group, topic, of.member(owner));
        }
    }

    @Override
    public void commit(LaneClaims claims, Map<Integer, Long> afterByLane, List<ParkedChange> changes)
            throws TopicException {
        answer(failsToCommit, "No space left on device");
        Claims of = (Claims) claims;
        synchronized (shared) {
            commits++;
            of.groupOf().commit(of.member, of.epochs, afterByLane, changes);
        }
    }

    private MemoryGroup group(String group, String topic) throws TopicException {
        answer();
        return shared.group(group, topic);
    }

    @Override
    public List<LaneState> lanes(String group, String topic) throws TopicException {
        synchronized (shared) {
            return group(group, topic).states(shared.nowMillis());
        }
    }

    @Override
    public List<Parked> parked(String group, String topic, ParkedFilter filter, int most) throws TopicException {
        answer(failsToList, "The connection is closed");
        synchronized (shared) {
            List<Parked> listed =
                    group(group, topic).parked(filter).stream().limit(most).toList();
            Runnable then = afterList;
            if (then != null) {
                afterList = null;
                then.run();
            }
            return listed;
        }
    }

    @Override
    public long count(String group, String topic, ParkedFilter filter) throws TopicException {
        synchronized (shared) {
            return group(group, topic).parked(filter).size();
        }
    }

    @Override
    public int redrive(String group, String topic, Set<Long> offsets) throws TopicException {
        synchronized (shared) {
            return group(group, topic).redrive(offsets);
        }
    }

    @Override
    public int purge(String group, String topic, Set<Long> offsets) throws TopicException {
        synchronized (shared) {
            return group(group, topic).purge(offsets);
        }
    }

    @Override
    public List<ReplayState> replays() throws TopicException {
        answer();
        synchronized (shared) {
            return List.copyOf(shared.replays.values());
        }
    }

    @Override
    public boolean save(ReplayState state) throws TopicException {
        answer(failsToCommit, "No space left on device");
        synchronized (shared) {
            return shared.save(state);
        }
    }

    @Override
    public boolean forget(ReplayState state) throws TopicException {
        answer();
        synchronized (shared) {
            return shared.forget(state);
        }
    }

    @Override
    public int lane(String topic, String key) {
        return shared.lane(topic, key);
    }

    @Override
    public Instant now() {
        return Instant.ofEpochMilli(shared.nowMillis());
    }

    @Override
    public long offsetAt(String topic, Instant time) throws TopicException {
        answer();
        synchronized (shared) {
            return shared.log(topic).stream()
                    .filter(event ->
                            event.offset() >= shared.first && !event.time().isBefore(time))
                    .findFirst()
                    .map(StoredEvent::offset)
                    .orElse(shared.log(topic).size() + 1L);
        }
    }

    @Override
    public void onNews(Consumer<String> topic) {
        close(); // Another engine begins where one was killed.
        listener = topic;
        shared.listeners.add(topic);
    }

    @Override
    public void close() {
        Consumer<String> told = listener;
        if (told != null) {
            shared.listeners.remove(told);
        }
    }
}
