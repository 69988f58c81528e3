/**
 * Event loops that share their threads with the functions they start: an event loop is a virtual thread, a function's
 * call is another, and both have the same scheduler. Knows nothing of HTTP.
 */
@org.jspecify.annotations.NullMarked
package dev.effe.server.loop;
