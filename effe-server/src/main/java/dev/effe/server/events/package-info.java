/**
 * Asynchronous invocations: events are kept on disk from their acceptance until they are dealt with, and are tried again
 * when they fail. Knows nothing of HTTP requests and of how a function is called.
 */
@org.jspecify.annotations.NullMarked
package dev.effe.server.events;
