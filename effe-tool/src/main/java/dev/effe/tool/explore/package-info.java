/** The command that tries functions on a host of their own. */
@NullMarked
package dev.effe.tool.explore;

import org.jspecify.annotations.NullMarked;
