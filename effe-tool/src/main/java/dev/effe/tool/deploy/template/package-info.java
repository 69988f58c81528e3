/** Templates of what a deployment would make, for other tools. */
@NullMarked
package dev.effe.tool.deploy.template;

import org.jspecify.annotations.NullMarked;
