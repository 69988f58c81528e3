/** The server's life from its start to its end, its health as probes see it, and the watches that it is told by. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.health;
