/** Loads a server with more than it can do, at a rate that does not wait for its answers. */
@org.jspecify.annotations.NullMarked
package dev.effe.bench.overload;
