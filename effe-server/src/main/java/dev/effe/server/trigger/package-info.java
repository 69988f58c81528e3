/** Runs functions for events of topics: makes a request of an event, and a result of how its call ended. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.trigger;
