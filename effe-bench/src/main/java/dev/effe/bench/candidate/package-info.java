/** What is compared, as far as it needs no class path of its own; the others are in peers. */
@NullMarked
package dev.effe.bench.candidate;

import org.jspecify.annotations.NullMarked;
