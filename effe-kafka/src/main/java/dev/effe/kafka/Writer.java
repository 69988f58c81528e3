package dev.effe.kafka;

import dev.effe.spi.topics.TopicException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Sends records, those of many callers at once: what came while the last ones were sent. What a caller gives goes to its
 * partition in one batch, which a broker keeps or refuses whole, unless it has more than a megabyte. Thread-safe.
 */
final class Writer implements AutoCloseable {

    /** The bytes that a record takes beside its key, value and headers, at most. */
    private static final int OVERHEAD_BYTES = 80;

    private static final int MOST_BYTES = Clients.BATCH_BYTES - 4096;
    private static final int MOST_RECORDS = 10_000;

    /** The records that one caller sends to one topic. */
    private record Task(
            List<ProducerRecord<byte[], byte[]>> records, int bytes, CompletableFuture<List<RecordMetadata>> done) {

        String topic() {
            return records.get(0).topic();
        }

        /** True if nothing comes behind it. */
        boolean isEnd() {
            return records.isEmpty();
        }
    }

    private static final Task END = new Task(List.of(), 0, new CompletableFuture<>());

    private final Clients clients;
    private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "effe-kafka-writer");

    /** Confined to the thread. */
    private @Nullable Producer<byte[], byte[]> producer;

    private @Nullable Task next;
    private volatile boolean closed;

    Writer(Clients clients) {
        this.clients = clients;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** @param records one at least, of one topic; returns where they are, once all replicas in sync have them */
    CompletableFuture<List<RecordMetadata>> send(List<ProducerRecord<byte[], byte[]>> records) {
        int bytes = 0;
        for (ProducerRecord<byte[], byte[]> record : records) {
            bytes += bytes(record);
        }
        Task task = new Task(records, bytes, new CompletableFuture<>());
        tasks.add(task);
        if (closed) {
            failWaiting();
        }
        return task.done;
    }

    private static int bytes(ProducerRecord<byte[], byte[]> record) {
        int bytes = OVERHEAD_BYTES + length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            bytes += 10 + 3 * header.key().length() + length(header.value());
        }
        return bytes;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private void run() {
        for (List<Task> taken = take(); !taken.isEmpty(); taken = take()) {
            try {
                write(taken);
            } catch (TopicException | RuntimeException e) {
                release();
                TopicException why = Failures.of("Kafka cannot be written to", clients, e);
                taken.forEach(task -> task.done.completeExceptionally(why));
            }
        }
        release();
    }

    /** Takes what waits, as far as it goes into one batch for each topic; nothing once it is closed. */
    private List<Task> take() {
        List<Task> taken = new ArrayList<>();
        Map<String, Integer> bytes = new HashMap<>();
        int records = 0;
        Task task = next == null ? first() : next;
        next = null;
        while (task != null && !task.isEnd()) {
            int sum = bytes.merge(task.topic(), task.bytes, Integer::sum);
            records += task.records.size();
            if (!taken.isEmpty() && (sum > MOST_BYTES || records > MOST_RECORDS)) {
                break;
            }
            taken.add(task);
            task = tasks.poll();
        }
        next = task;
        return taken;
    }

    private Task first() {
        try {
            return tasks.take();
        } catch (InterruptedException e) {
            return END; // Closing has taken too long.
        }
    }

    private void write(List<Task> taken) throws TopicException {
        Producer<byte[], byte[]> by = producer == null ? clients.producer() : producer;
        producer = by;
        List<List<Future<RecordMetadata>>> sent = new ArrayList<>();
        for (Task task : taken) {
            List<Future<RecordMetadata>> each = new ArrayList<>(task.records.size());
            for (ProducerRecord<byte[], byte[]> record : task.records) {
                each.add(by.send(record));
            }
            sent.add(each);
        }
        by.flush();
        boolean failed = false;
        for (int i = 0; i < taken.size(); i++) {
            failed |= !finish(taken.get(i), sent.get(i));
        }
        if (failed) {
            release(); // What it has not sent is not sent later, behind what others send.
        }
    }

    private boolean finish(Task task, List<Future<RecordMetadata>> sent) {
        try {
            List<RecordMetadata> places = new ArrayList<>(sent.size());
            for (Future<RecordMetadata> each : sent) {
                places.add(each.get());
            }
            task.done.complete(places);
            return true;
        } catch (Exception e) {
            task.done.completeExceptionally(e);
            return false;
        }
    }

    private void release() {
        Producer<byte[], byte[]> old = producer;
        producer = null;
        if (old != null) {
            try {
                old.close(Duration.ZERO);
            } catch (KafkaException e) {
                // Its threads end all the same.
            }
        }
    }

    private void failWaiting() {
        for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
            task.done.completeExceptionally(new TopicException("The store of topics is closed"));
        }
    }

    /** Writes what waits. */
    @Override
    public void close() {
        tasks.add(END);
        Threads.join(thread);
        closed = true;
        failWaiting();
    }
}
