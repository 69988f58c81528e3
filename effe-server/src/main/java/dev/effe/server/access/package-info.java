/**
 * Who may do what: ids that nobody can foresee, what a web page may not send, keys, signatures and tokens, files for
 * their owner only. Knows requests and routes, but not what they are for.
 */
@org.jspecify.annotations.NullMarked
package dev.effe.server.access;
