/** Calls of functions, from the client through an instance and back. */
@NullMarked
package dev.effe.host.invoke;

import org.jspecify.annotations.NullMarked;
