/** Content-Encoding (RFC 9110, 8.4): what clients take, and the bytes of bodies coded and decoded. Knows no message and no Netty. */
@NullMarked
package dev.effe.server.http.coding;

import org.jspecify.annotations.NullMarked;
