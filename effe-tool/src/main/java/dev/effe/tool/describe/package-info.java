/** The command that draws an application: a graph of its routes, functions, topics and schedules, in three forms. */
@NullMarked
package dev.effe.tool.describe;

import org.jspecify.annotations.NullMarked;
