/** Time as the server sees it: a ticker that tests can turn, and things that expire. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.time;
