/** HTTP/2: streams become exchanges, and answers become frames (RFC 9113). */
@org.jspecify.annotations.NullMarked
package dev.effe.server.http.h2;
