/**
 * Asynchronous invocations: events are kept on disk from their acceptance until they are dealt with, and are tried again
 * when they fail. {@link dev.effe.server.events.EventQueue} is what others see of it;
 * {@link dev.effe.server.events.EventIndex} has its one lock. It calls the function by
 * {@link dev.effe.server.events.EventTarget} alone, knows no request of the server's, and sends HTTP only to destinations.
 */
@org.jspecify.annotations.NullMarked
package dev.effe.server.events;
