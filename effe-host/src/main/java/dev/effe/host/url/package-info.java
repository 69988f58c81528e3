/** The URLs of functions: from a host name or a path to a function, and who may call it. */
@NullMarked
package dev.effe.host.url;

import org.jspecify.annotations.NullMarked;
