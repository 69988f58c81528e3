package dev.effe.kafka;

import dev.effe.spi.topics.TopicException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices what others append: the brokers answer once there is something, of which it reads one piece. */
final class News implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(News.class);
    private static final Duration POLL = Duration.ofMillis(100);
    /** Between two looks while there is much. */
    private static final long PAUSE_MILLIS = 10;

    private static final int WAIT_MILLIS = 500;
    private static final long AGAIN_MILLIS = 1_000;

    private final Clients clients;
    private final Map<TopicPartition, TopicReader> topics;
    private final Consumer<TopicPartition> told;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "effe-kafka-news");

    News(Clients clients, Map<TopicPartition, TopicReader> topics, Consumer<TopicPartition> told) {
        this.clients = clients;
        this.topics = Map.copyOf(topics);
        this.told = told;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (closed.getCount() > 0) {
                try {
                    watch();
                } catch (TopicException | KafkaException e) {
                    log.debug("New events are noticed by looking each second: {}", e.toString());
                    closed.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            log.debug("Closing has taken long", e);
        }
    }

    private void watch() throws TopicException, InterruptedException {
        org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer = clients.consumer(1, WAIT_MILLIS);
        try {
            consumer.assign(topics.keySet());
            consumer.seekToEnd(topics.keySet());
            while (closed.getCount() > 0) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                records.partitions().forEach(each -> tell(each, records.records(each)));
                if (!records.isEmpty()) {
                    consumer.seekToEnd(records.partitions());
                    closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
        } finally {
            Clients.close(consumer);
        }
    }

    private void tell(TopicPartition topic, List<ConsumerRecord<byte[], byte[]>> found) {
        TopicReader reader = topics.get(topic);
        if (reader != null && reader.lastIs(found.get(found.size() - 1).offset() + 1)) {
            told.accept(topic);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Threads.join(thread);
    }
}
