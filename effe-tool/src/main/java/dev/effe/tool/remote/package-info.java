/** Where functions are deployed to: hosts and AWS, which speak one API. */
@NullMarked
package dev.effe.tool.remote;

import org.jspecify.annotations.NullMarked;
