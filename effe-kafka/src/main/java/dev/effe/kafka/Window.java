package dev.effe.kafka;

import dev.effe.spi.topics.StoredEvent;
import dev.effe.spi.topics.TopicException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * The events of a stretch of a topic, read on at its end and forgotten at its beginning: lanes that are a little behind
 * others find theirs in it. Used by one thread at a time.
 */
final class Window implements AutoCloseable {

    private static final long MOST_BYTES = 8L << 20;
    private static final int MOST_EVENTS = 20_000;
    private static final int EVENT_BYTES = 500;

    /** Makes an event of each record, in order; leaves out those that are none. */
    interface Decoder {
        List<StoredEvent> events(List<ConsumerRecord<byte[], byte[]>> records) throws TopicException;
    }

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final Decoder decoder;
    private final List<StoredEvent> events = new ArrayList<>();
    private long bytes;
    /** The offsets of records from which on, and up to which, all events are there. */
    private long begin;

    private long end;
    /** True if the consumer is elsewhere. */
    private boolean moved;

    Window(Consumer<byte[], byte[]> consumer, TopicPartition partition, Decoder decoder) {
        this.consumer = consumer;
        this.partition = partition;
        this.decoder = decoder;
        consumer.assign(List.of(partition));
    }

    /** True if what is at an offset is there, or comes next. */
    boolean reaches(long offset) {
        return offset >= begin && offset <= end;
    }

    void moveTo(long offset) {
        events.clear();
        bytes = 0;
        begin = offset;
        end = offset;
        moved = true;
    }

    long end() {
        return end;
    }

    /** The offset of the next record to come. */
    long last(Duration patience) {
        return consumer.endOffsets(List.of(partition), patience).getOrDefault(partition, 0L);
    }

    /** The events from one of their offsets on. Not to be used once it is read on. */
    List<StoredEvent> from(long offset) {
        int low = 0;
        int high = events.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (events.get(middle).offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return events.subList(low, events.size());
    }

    /** Reads on once: it need not find anything. */
    void readOn(Duration patience) throws TopicException {
        if (moved) {
            consumer.seek(partition, end);
            moved = false;
        }
        List<ConsumerRecord<byte[], byte[]>> records;
        try {
            records = consumer.poll(patience).records(partition);
        } catch (OffsetOutOfRangeException e) {
            long first = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            if (end >= first) {
                throw e;
            }
            moveTo(first); // What was before has been deleted.
            return;
        }
        List<StoredEvent> more = decoder.events(records);
        trim();
        events.addAll(more);
        more.forEach(event -> bytes += size(event));
        end = consumer.position(partition);
    }

    private static int size(StoredEvent event) {
        return EVENT_BYTES + event.payload().length;
    }

    private void trim() {
        if (bytes > MOST_BYTES || events.size() > MOST_EVENTS) {
            List<StoredEvent> older = events.subList(0, events.size() / 2 + 1);
            older.forEach(event -> bytes -= size(event));
            older.clear();
            begin = events.isEmpty() ? end : events.get(0).offset() - 1;
        }
    }

    @Override
    public void close() {
        Clients.close(consumer);
    }
}
