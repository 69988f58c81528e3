package dev.effe.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.effe.spi.topics.StoreUnreachableException;
import dev.effe.spi.topics.TopicException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state's topic: each process sends commands to it, and a thread of each carries all commands of all processes out in
 * their order. So every write is one step that all see alike, and who holds a lane is decided by their order, and by the
 * brokers' clock. What is behind a snapshot is cut off. Thread-safe.
 */
final class StateLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StateLog.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int WAIT_MILLIS = 500;
    private static final long PATIENCE_SECONDS = 20;
    private static final long AGAIN_MILLIS = 500;
    /** The bytes of records that wait for a snapshot while the topic is read from its beginning. */
    private static final long MOST_WAITING_BYTES = 512L << 20;

    private final Clients clients;
    private final Writer writer;
    private final Times times;
    private final TopicPartition partition;
    private final int snapshotEvery;
    private final LongConsumer cut;
    private final String self = UUID.randomUUID() + ":";
    private final AtomicLong sent = new AtomicLong();
    private final Map<String, CompletableFuture<Object>> pending = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "effe-kafka-state");

    /** Guarded by this. Null until it is read. */
    private @Nullable State state;

    // Confined to the thread.
    private final List<ConsumerRecord<byte[], byte[]>> waiting = new ArrayList<>();
    private long waitingBytes;
    private Snapshot snapshots = new Snapshot();
    private int commands;
    private boolean failing;

    /** True while a snapshot of this process's is on its way. */
    private volatile boolean written;

    /**
     * Makes it.
     *
     * @param topic its name among the brokers
     * @param snapshotEvery after how many commands a snapshot is due
     * @param cut told of the offset before which the topic is of no more use
     */
    StateLog(Clients clients, Writer writer, Times times, String topic, int snapshotEvery, LongConsumer cut) {
        this.clients = clients;
        this.writer = writer;
        this.times = times;
        this.partition = new TopicPartition(topic, 0);
        this.snapshotEvery = snapshotEvery;
        this.cut = cut;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * Has a command carried out.
     *
     * @param what the first words of a failure
     * @return what it results in
     * @throws TopicException if it is refused; or if it is not known whether it is carried out
     */
    Object submit(String what, Command command) throws TopicException {
        String name = self + sent.incrementAndGet();
        CompletableFuture<Object> applied = new CompletableFuture<>();
        pending.put(name, applied);
        try {
            long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            send(name, command).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return applied.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicException(what + ": the call was interrupted", e);
        } catch (TimeoutException e) {
            throw new StoreUnreachableException(
                    what + " (Kafka " + clients + "): no answer within " + PATIENCE_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw Failures.of(what, clients, e);
        } finally {
            pending.remove(name);
        }
    }

    private CompletableFuture<?> send(String name, Command command) {
        return writer.send(List.of(new ProducerRecord<>(
                partition.topic(), 0, times.written(), name.getBytes(UTF_8), StateFormat.bytes(command))));
    }

    /** Looks at what is known to this process now. */
    synchronized <T> T known(Function<State, T> look) throws TopicException {
        State now = state;
        if (now == null) {
            throw new StoreUnreachableException(
                    "Kafka " + clients + " has not told the state of topics yet", new IllegalStateException());
        }
        return look.apply(now);
    }

    /** Looks at all that was carried out before, whoever has sent it. */
    <T> T current(String what, Function<State, T> look) throws TopicException {
        submit(what, new Command.Tick());
        return known(look);
    }

    private void run() {
        while (closed.getCount() > 0) {
            try {
                follow(clients.consumer(Clients.FETCHED_BYTES, WAIT_MILLIS));
            } catch (TopicException | KafkaException | IOException e) {
                failed(e);
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) throws IOException {
        try {
            consumer.assign(List.of(partition));
            begin(consumer);
            while (closed.getCount() > 0) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    take(record);
                }
                failing = false;
            }
        } finally {
            Clients.close(consumer);
        }
    }

    /** Also where it has slept for so long that what it has not read was cut off. */
    private void begin(Consumer<byte[], byte[]> consumer) {
        long first = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        waiting.clear();
        waitingBytes = 0;
        snapshots = new Snapshot();
        synchronized (this) {
            state = first == 0 ? new State() : null;
        }
        consumer.seek(partition, first);
    }

    private void failed(Exception why) {
        if (!failing) {
            failing = true;
            log.warn(
                    "{}",
                    Failures.of("The state of topics cannot be read, and is tried again", clients, why)
                            .getMessage());
        }
        try {
            closed.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed.countDown(); // Closing has taken too long.
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) throws IOException {
        Command command;
        try {
            byte[] value = record.value();
            command = StateFormat.command(value == null ? new byte[0] : value);
        } catch (IOException e) {
            passOver(record, e);
            return;
        }
        Optional<Snapshot.Whole> whole = command instanceof Command.Part part ? snapshots.add(part) : Optional.empty();
        if (state == null) {
            await(record, whole);
        } else if (command instanceof Command.Part) {
            whole.ifPresent(this::written);
        } else {
            apply(command, record);
        }
    }

    private void passOver(ConsumerRecord<byte[], byte[]> record, Exception why) {
        log.error(
                "Record {} of {} is passed over: it is no command that this version of Effe knows: {}",
                record.offset(),
                partition.topic(),
                String.valueOf(why.getMessage()).lines().findFirst().orElse(""));
    }

    /** The beginning of the topic was cut off: what is there counts from a snapshot on. */
    private void await(ConsumerRecord<byte[], byte[]> record, Optional<Snapshot.Whole> whole) throws IOException {
        waiting.add(record);
        waitingBytes += Math.max(0, record.serializedValueSize());
        if (waitingBytes > MOST_WAITING_BYTES) {
            throw new IOException(partition.topic() + " has no snapshot within " + MOST_WAITING_BYTES + " bytes");
        }
        if (whole.isEmpty() || whole.get().at() < waiting.get(0).offset()) {
            return;
        }
        synchronized (this) {
            state = StateFormat.state(whole.get().bytes());
        }
        List<ConsumerRecord<byte[], byte[]>> since = List.copyOf(waiting);
        waiting.clear();
        for (ConsumerRecord<byte[], byte[]> each : since) {
            if (each.offset() >= whole.get().at()) {
                take(each);
            }
        }
    }

    private void apply(Command command, ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        String name = key == null ? "" : new String(key, UTF_8);
        CompletableFuture<Object> waits = pending.get(name);
        synchronized (this) {
            State now = state;
            if (now == null) {
                return;
            }
            try {
                Object result = now.apply(command, record.timestamp());
                if (waits != null) {
                    waits.complete(result);
                }
            } catch (TopicException e) {
                if (waits != null) {
                    waits.completeExceptionally(e);
                }
            } catch (RuntimeException e) { // A command of somebody else's that lacks something: alike in each process.
                passOver(record, e);
                if (waits != null) {
                    waits.completeExceptionally(e);
                }
            }
        }
        if (++commands >= snapshotEvery && !written && name.startsWith(self)) {
            write(record.offset() + 1);
        }
    }

    /** Sends a snapshot of what it is at now. */
    private void write(long at) {
        byte[] bytes;
        synchronized (this) {
            State now = state;
            if (now == null) {
                return;
            }
            bytes = StateFormat.bytes(now);
        }
        written = true;
        for (Command.Part part : Snapshot.parts(bytes, at)) {
            send(self + sent.incrementAndGet(), part).whenComplete((place, failure) -> {
                if (failure != null) {
                    written = false; // The next command has another one sent.
                }
            });
        }
    }

    private void written(Snapshot.Whole whole) {
        commands = 0;
        if (written) {
            written = false;
            cut.accept(whole.at());
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Threads.join(thread);
    }
}
