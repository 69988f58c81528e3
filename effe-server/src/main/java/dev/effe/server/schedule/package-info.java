/** Computes when schedules are due. Depends on the JDK only. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.schedule;
