/** Who may send a request at all: guards that a route asks before it does anything. Knows requests, not routes. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.access;
