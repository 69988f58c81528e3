/** The servers that are compared, as far as they need no class path of their own; the others are in peers. */
@NullMarked
package dev.effe.bench.candidate;

import org.jspecify.annotations.NullMarked;
