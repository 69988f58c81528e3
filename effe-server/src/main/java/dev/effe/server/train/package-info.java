/** Training runs: a server that sends itself sample requests, so that an archive of what it loads can be made. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.train;
