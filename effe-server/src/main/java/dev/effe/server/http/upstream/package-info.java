/** Calls that are forwarded to other servers on this machine, behind unix sockets. */
@NullMarked
package dev.effe.server.http.upstream;

import org.jspecify.annotations.NullMarked;
