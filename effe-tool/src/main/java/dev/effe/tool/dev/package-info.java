/** The command that reloads functions when their sources change. */
@NullMarked
package dev.effe.tool.dev;

import org.jspecify.annotations.NullMarked;
