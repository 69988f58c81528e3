package dev.effe.kafka;

import dev.effe.spi.topics.NewEvent;
import dev.effe.spi.topics.TopicException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Appends to one topic. An event with an id of its own is told of to all processes once it is kept; where two have appended
 * the same id at once, both are kept, and nobody is given the one that was told of later. Thread-safe.
 */
final class Appending {

    private final Clients clients;
    private final Writer writer;
    private final StateLog state;
    private final Records records;
    private final Times times;
    private final String topic;
    private final String name;

    /** The ids that this process is appending. Guarded by itself. */
    private final Map<String, CompletableFuture<Void>> appending = new HashMap<>();

    /**
     * Makes it.
     *
     * @param topic the topic's name
     * @param name its name among the brokers
     */
    Appending(Clients clients, Writer writer, StateLog state, Records records, Times times, String topic, String name) {
        this.clients = clients;
        this.writer = writer;
        this.state = state;
        this.records = records;
        this.times = times;
        this.topic = topic;
        this.name = name;
    }

    /** Returns the offset of the next record behind those that were kept; 0 if none was. */
    long append(List<NewEvent> added, Duration patience) throws TopicException {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        if (added.stream().noneMatch(event -> event.id().isPresent())) {
            return end(write(added, deadlineNanos));
        }
        CompletableFuture<Void> kept = new CompletableFuture<>();
        List<CompletableFuture<Void>> others = new ArrayList<>();
        Map<String, NewEvent> mine = new HashMap<>();
        List<NewEvent> unseen = unseen(added, mine, others, kept);
        try {
            long end = 0;
            if (!unseen.isEmpty()) {
                List<RecordMetadata> places = write(unseen, deadlineNanos);
                register(unseen, places);
                end = end(places);
            }
            kept.complete(null);
            for (CompletableFuture<Void> each : others) {
                await(each, deadlineNanos);
            }
            return end;
        } finally {
            kept.completeExceptionally(new TopicException("Events of " + topic + " with these ids are not kept"));
            synchronized (appending) {
                appending.keySet().removeAll(mine.keySet());
            }
        }
    }

    private List<NewEvent> unseen(
            List<NewEvent> added,
            Map<String, NewEvent> mine,
            List<CompletableFuture<Void>> others,
            CompletableFuture<Void> kept)
            throws TopicException {
        List<NewEvent> unseen = new ArrayList<>(added.size());
        synchronized (appending) {
            for (NewEvent event : added) {
                String id = event.id().map(Records::idHash).orElse(null);
                CompletableFuture<Void> other = id == null || mine.containsKey(id) ? null : appending.get(id);
                if (other != null) {
                    others.add(other);
                } else if (id == null || (!mine.containsKey(id) && !isSeen(id))) {
                    unseen.add(event);
                    if (id != null) {
                        mine.put(id, event);
                    }
                }
            }
            mine.keySet().forEach(id -> appending.put(id, kept));
        }
        return unseen;
    }

    private boolean isSeen(String id) throws TopicException {
        return state.known(now -> now.ids(topic).has(id, times.nowMillis()));
    }

    private List<RecordMetadata> write(List<NewEvent> events, long deadlineNanos) throws TopicException {
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>(events.size());
        for (NewEvent event : events) {
            all.add(records.of(event, name));
        }
        return await(writer.send(all), deadlineNanos);
    }

    private <T> T await(CompletableFuture<T> future, long deadlineNanos) throws TopicException {
        String what = "It is not known whether events of " + topic + " are kept";
        try {
            return future.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicException(what + ": the call was interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw Failures.of(what, clients, e);
        }
    }

    private void register(List<NewEvent> events, List<RecordMetadata> places) throws TopicException {
        List<Command.Place> told = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            String id = events.get(i).id().map(Records::idHash).orElse(null);
            if (id != null) {
                RecordMetadata at = places.get(i);
                told.add(new Command.Place(id, Records.offset(at.offset()), at.timestamp()));
            }
        }
        state.submit("It is not known whether events of " + topic + " are kept", new Command.Register(topic, told));
    }

    private static long end(List<RecordMetadata> places) {
        return places.get(places.size() - 1).offset() + 1;
    }
}
