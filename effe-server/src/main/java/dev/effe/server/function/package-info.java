/** Finds the function's class, loads it behind a class loader of its own, and makes the one instance of it. */
@org.jspecify.annotations.NullMarked
package dev.effe.server.function;
