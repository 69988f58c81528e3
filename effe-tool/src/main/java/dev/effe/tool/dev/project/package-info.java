/** Finds out where an application's sources and libraries are. */
@NullMarked
package dev.effe.tool.dev.project;

import org.jspecify.annotations.NullMarked;
