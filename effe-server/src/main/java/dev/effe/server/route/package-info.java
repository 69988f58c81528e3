/** The destination of a request: the function, or the server's own pages. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.route;
