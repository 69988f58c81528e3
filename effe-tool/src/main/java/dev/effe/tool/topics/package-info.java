/** The commands that ask a server's admin port about its topics. */
@NullMarked
package dev.effe.tool.topics;

import org.jspecify.annotations.NullMarked;
