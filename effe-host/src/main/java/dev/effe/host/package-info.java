/** A host: many functions, their versions and aliases, deployed by AWS's own tools and run as processes of one machine. */
@NullMarked
package dev.effe.host;

import org.jspecify.annotations.NullMarked;
