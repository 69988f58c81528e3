/** The host: what a call through it costs, and how it starts, switches and keeps functions. */
@NullMarked
package dev.effe.bench.host;

import org.jspecify.annotations.NullMarked;
