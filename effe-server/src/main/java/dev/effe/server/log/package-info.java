/** How log lines are written. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.log;
