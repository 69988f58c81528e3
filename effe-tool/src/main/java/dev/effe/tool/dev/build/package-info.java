/** Compiles sources into a folder of classes for each generation. */
@NullMarked
package dev.effe.tool.dev.build;

import org.jspecify.annotations.NullMarked;
