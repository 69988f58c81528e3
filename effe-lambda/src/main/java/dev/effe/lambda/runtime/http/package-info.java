/**
 * Turns HTTP into the events that AWS makes of it, and what handlers answer into HTTP. JSON is read and written by the
 * Jackson that is inside AWS's serialization: it is there for the handler anyway.
 */
@org.jspecify.annotations.NullMarked
package dev.effe.lambda.runtime.http;
