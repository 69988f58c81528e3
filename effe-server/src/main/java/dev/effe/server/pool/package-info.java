/** Contexts: started on demand, lent to one user at a time, stopped exactly once. Knows nothing of HTTP. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.pool;
