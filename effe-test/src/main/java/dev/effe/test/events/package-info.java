/**
 * Events as AWS sends them to Lambda handlers, for {@link dev.effe.test.EffeExtension#invoke} or for a handler that a test
 * calls itself. Each class makes one kind: all fields have values from the start, and each method returns a new event.
 * All accounts are 123456789012, all regions us-east-1, and all times the moment in which the event was made, unless a
 * method says otherwise.
 */
@NullMarked
package dev.effe.test.events;

import org.jspecify.annotations.NullMarked;
