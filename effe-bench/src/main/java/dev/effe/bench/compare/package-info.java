/** Servers side by side: each in a JVM of its own, loaded by wrk in interleaved rounds. Linux only. */
@NullMarked
package dev.effe.bench.compare;

import org.jspecify.annotations.NullMarked;
