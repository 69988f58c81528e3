/** HTTP/1.1: bytes become requests, or are refused, and answers become bytes (RFC 9112). */
@org.jspecify.annotations.NullMarked
package dev.effe.server.http.h1;
