/** The command that serves many functions, deployed by AWS's own tools. */
@NullMarked
package dev.effe.tool.host;

import org.jspecify.annotations.NullMarked;
