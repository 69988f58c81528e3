/** Clients that are slow on purpose, and what they cost a server. */
@NullMarked
package dev.effe.bench.slow;

import org.jspecify.annotations.NullMarked;
