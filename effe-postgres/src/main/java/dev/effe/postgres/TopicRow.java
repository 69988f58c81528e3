package dev.effe.postgres;

import dev.effe.spi.topics.TopicSpec;

/**
 * A topic that is in the database. Immutable.
 *
 * @param id its number there
 * @param spec the topic as the application has it
 */
record TopicRow(int id, TopicSpec spec) {}
