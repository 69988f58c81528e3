/** The server's own threads, and what becomes of an Error in one of them. Knows nothing else of the server. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.threads;
