/** Topics in Apache Kafka. The server finds this by {@link dev.effe.spi.topics.TopicStoreProvider}. */
@org.jspecify.annotations.NullMarked
package dev.effe.kafka;
