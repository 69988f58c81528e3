/**
 * AWS Lambda's Invoke API on the main port: its paths, names, headers and errors on one side, the function on the other.
 */
@org.jspecify.annotations.NullMarked
package dev.effe.server.invoke;
