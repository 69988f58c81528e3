/** The server: its entry point, its wiring and its life. */
@org.jspecify.annotations.NullMarked
package dev.effe.server;
