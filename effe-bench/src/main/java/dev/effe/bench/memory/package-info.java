/** Large bodies and answers for many clients at once in a small heap, and clients that hold them back. */
@NullMarked
package dev.effe.bench.memory;

import org.jspecify.annotations.NullMarked;
