/** The command that calls a function. */
@NullMarked
package dev.effe.tool.invoke;

import org.jspecify.annotations.NullMarked;
