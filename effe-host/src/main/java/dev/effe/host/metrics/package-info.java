/** Counts of invocations by the minute, function, version and alias. */
@org.jspecify.annotations.NullMarked
package dev.effe.host.metrics;
