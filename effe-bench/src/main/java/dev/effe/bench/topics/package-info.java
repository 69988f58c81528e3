/** Topics: appending to files and to Kafka, and delivery. */
@NullMarked
package dev.effe.bench.topics;

import org.jspecify.annotations.NullMarked;
