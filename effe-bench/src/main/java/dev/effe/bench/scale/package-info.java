/** The cost of a request as connections, contexts and bodies grow. Linux only. */
@NullMarked
package dev.effe.bench.scale;

import org.jspecify.annotations.NullMarked;
