/** Traces: spans of requests and of what functions do, kept in memory and given to operators and exporters. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.trace;
