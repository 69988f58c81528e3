/** HTTP on the wire: connections, the request decoder, responses. The only package that knows Netty. */
@NullMarked
package dev.effe.server.http;

import org.jspecify.annotations.NullMarked;
