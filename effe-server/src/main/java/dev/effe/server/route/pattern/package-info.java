/** Patterns of routes, and which of them a request matches. Knows paths as text, and neither HTTP's messages nor functions. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.route.pattern;
