/** The commands that read effe.yaml and start nothing. */
@NullMarked
package dev.effe.tool.app;

import org.jspecify.annotations.NullMarked;
