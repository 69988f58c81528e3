/** Tells a developer what is wrong: as a page, as a problem, as lines on a terminal. */
@NullMarked
package dev.effe.tool.dev.page;

import org.jspecify.annotations.NullMarked;
