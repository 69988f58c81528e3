/** The command {@code effe routes}: configurations of real routers, made of an application's routes. */
@NullMarked
package dev.effe.tool.routes;

import org.jspecify.annotations.NullMarked;
