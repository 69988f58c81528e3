/** The command {@code effe new}: makes a project of an example of Effe's. */
@NullMarked
package dev.effe.tool.create;

import org.jspecify.annotations.NullMarked;
