/**
 * The grammar of HTTP, header fields, requests and responses as values, and the bodies of problems: all that needs no
 * connection, and so no Netty.
 */
@org.jspecify.annotations.NullMarked
package dev.effe.server.http.message;
