/**
 * Who may do what: ids that nobody can foresee, what a web page may not send, keys and signatures. Knows requests, not
 * routes.
 */
@org.jspecify.annotations.NullMarked
package dev.effe.server.access;
