/** Calls of functions by others: on a port of their own, with a token for each instance. */
@NullMarked
package dev.effe.host.call;

import org.jspecify.annotations.NullMarked;
