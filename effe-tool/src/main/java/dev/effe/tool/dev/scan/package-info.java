/** Notices that files have changed. */
@NullMarked
package dev.effe.tool.dev.scan;

import org.jspecify.annotations.NullMarked;
