/** Holds requests back until the sources are looked at, and answers for what is broken. */
@NullMarked
package dev.effe.tool.dev.serve;

import org.jspecify.annotations.NullMarked;
