package dev.effe.kafka;

import dev.effe.spi.topics.Batch;
import dev.effe.spi.topics.StoreUnreachableException;
import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the events of one topic, for whoever wants them from wherever. Thread-safe. */
final class TopicReader implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopicReader.class);
    private static final int MOST_IDLE = 4;
    private static final int LONGEST_PAYLOAD_BYTES = 16 << 20;
    /** Short: it asks where the end is once nothing comes. */
    private static final int WAIT_MILLIS = 10;

    private static final Duration ONCE = Duration.ofMillis(100);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final Duration END_PATIENCE = Duration.ofSeconds(10);

    private final Clients clients;
    private final String topic;
    private final TopicPartition partition;
    private final int lanes;
    private final StateLog state;
    private final Times times;

    /** Windows that nobody uses now, the latest first. Guarded by itself. */
    private final Deque<Window> idle = new ArrayDeque<>();

    private boolean closed;

    /** The offset of the next record to come, as far as is known. Guarded by this. */
    private long last;

    /**
     * Makes it.
     *
     * @param topic the topic's name
     * @param partition where its events are
     */
    TopicReader(Clients clients, String topic, TopicPartition partition, int lanes, StateLog state, Times times) {
        this.clients = clients;
        this.topic = topic;
        this.partition = partition;
        this.lanes = lanes;
        this.state = state;
        this.times = times;
    }

    /** Somebody has learned where the next record comes. Returns true if it is news. */
    synchronized boolean lastIs(long offset) {
        boolean isNew = offset > last;
        last = Math.max(last, offset);
        return isNew;
    }

    private synchronized long last() {
        return last;
    }

    int lanes() {
        return lanes;
    }

    Batch read(Map<Integer, Long> afterByLane, int most, long mostBytes) throws TopicException {
        long from = Collections.min(afterByLane.values());
        Window window = null;
        boolean ended = false;
        try {
            window = take(from);
            Batch batch = read(window, afterByLane, most, mostBytes);
            ended = true;
            return batch;
        } catch (KafkaException e) {
            throw Failures.of("Events of " + topic + " cannot be read", clients, e);
        } finally {
            giveBack(window, ended);
        }
    }

    private Window take(long from) throws TopicException {
        Window oldest = null;
        synchronized (idle) {
            for (Iterator<Window> each = idle.iterator(); each.hasNext(); ) {
                Window window = each.next();
                if (window.reaches(from)) {
                    each.remove();
                    return window;
                }
            }
            if (idle.size() >= MOST_IDLE) {
                oldest = idle.pollLast();
            }
        }
        Window window = oldest == null
                ? new Window(clients.consumer(Clients.FETCHED_BYTES, WAIT_MILLIS), partition, this::events)
                : oldest;
        window.moveTo(from);
        return window;
    }

    private void giveBack(@Nullable Window window, boolean isWhole) {
        if (window == null) {
            return;
        }
        synchronized (idle) {
            if (isWhole && !closed) {
                idle.addFirst(window);
                window = idle.size() > MOST_IDLE ? idle.pollLast() : null;
            }
        }
        if (window != null) {
            window.close();
        }
    }

    private Batch read(Window window, Map<Integer, Long> afterByLane, int most, long mostBytes) throws TopicException {
        long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
        List<StoredEvent> found = new ArrayList<>();
        long bytes = 0;
        long next = Records.offset(Collections.min(afterByLane.values()));
        while (true) {
            for (StoredEvent event : window.from(next)) {
                Long after = afterByLane.get(event.lane());
                if (after == null || event.offset() <= after) {
                    continue;
                }
                bytes += event.payload().length;
                if (found.size() == most || (!found.isEmpty() && bytes > mostBytes)) {
                    return new Batch(found, event.offset() - 1);
                }
                found.add(event);
            }
            next = Records.offset(window.end());
            if (found.size() == most || isAtEnd(window, found.isEmpty())) {
                return new Batch(found, window.end());
            }
            if (System.nanoTime() > deadlineNanos) {
                return overdue(window, found);
            }
            long before = window.end();
            window.readOn(ONCE);
            if (window.end() == before && isAtRealEnd(window)) {
                return new Batch(found, before);
            }
        }
    }

    /** Asks the brokers only where nothing was found. */
    private boolean isAtEnd(Window window, boolean isNothingFound) throws TopicException {
        return window.end() >= last() && (!isNothingFound || isAtRealEnd(window));
    }

    private boolean isAtRealEnd(Window window) throws TopicException {
        long end = window.last(END_PATIENCE);
        lastIs(end);
        if (window.end() > end) {
            throw new TopicException("The topic " + partition.topic() + " of Kafka ends with event " + end
                    + ", but its events up to " + window.end()
                    + " are known: the brokers have lost events, or the topic was made anew");
        }
        return window.end() == end;
    }

    /** Where lanes have few events among many of others, it goes on behind those next time. */
    private Batch overdue(Window window, List<StoredEvent> found) throws TopicException {
        if (found.isEmpty() && window.from(0).isEmpty()) {
            throw new StoreUnreachableException(
                    "Events of " + topic + " cannot be read (Kafka " + clients + "): no answer",
                    new TimeoutException());
        }
        return new Batch(found, window.end());
    }

    /** The events of records, but for those that are none, or repeat an id. */
    private List<StoredEvent> events(List<ConsumerRecord<byte[], byte[]>> records) throws TopicException {
        List<Command.Place> unknown = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (Records.isOnce(record) && counts(place(record)) == null) {
                unknown.add(place(record));
            }
        }
        if (!unknown.isEmpty()) {
            state.submit("Events of " + topic + " cannot be read", new Command.Register(topic, unknown));
        }
        List<StoredEvent> events = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (isTooLong(record)) {
                log.error(
                        "Record {} of {} is passed over: its payload has {} bytes, of at most {}",
                        record.offset(),
                        partition.topic(),
                        record.serializedValueSize(),
                        LONGEST_PAYLOAD_BYTES);
            } else if (!Records.isOnce(record) || !Boolean.FALSE.equals(counts(place(record)))) {
                events.add(Records.event(record, lanes));
            }
        }
        return events;
    }

    private static boolean isTooLong(ConsumerRecord<byte[], byte[]> record) {
        return record.serializedValueSize() > LONGEST_PAYLOAD_BYTES;
    }

    private static Command.Place place(ConsumerRecord<byte[], byte[]> record) {
        return new Command.Place(Records.idHash(record), Records.offset(record.offset()), record.timestamp());
    }

    private @Nullable Boolean counts(Command.Place place) throws TopicException {
        return state.known(now -> Optional.ofNullable(now.ids(topic).counts(place, times.nowMillis())))
                .orElse(null);
    }

    @Override
    public void close() {
        List<Window> all;
        synchronized (idle) {
            closed = true;
            all = List.copyOf(idle);
            idle.clear();
        }
        all.forEach(Window::close);
    }
}
