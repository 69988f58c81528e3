/** The one account of all bytes that are in flight. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.memory;
