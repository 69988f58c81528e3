/** Who may do what: ids that nobody can foresee, and how a request shows that it may be believed. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.access;
