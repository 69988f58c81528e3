/** Calls between functions: in a process, and by HTTP. */
@NullMarked
package dev.effe.bench.calls;

import org.jspecify.annotations.NullMarked;
