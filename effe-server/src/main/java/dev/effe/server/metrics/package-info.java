/** What operators measure. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.metrics;
