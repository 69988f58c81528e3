/** Measures what logs and metrics cost. */
@NullMarked
package dev.effe.bench.logs;

import org.jspecify.annotations.NullMarked;
