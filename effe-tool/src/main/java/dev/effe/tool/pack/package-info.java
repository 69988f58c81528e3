/** The code of a function as it is sent: a zip whose bytes are the same for the same files. */
@NullMarked
package dev.effe.tool.pack;

import org.jspecify.annotations.NullMarked;
