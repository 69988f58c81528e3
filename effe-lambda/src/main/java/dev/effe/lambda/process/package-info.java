/**
 * Serves AWS Lambda's Runtime API to programs in any language, each of whose processes is a context. Nothing of it is
 * loaded unless one is named.
 */
@org.jspecify.annotations.NullMarked
package dev.effe.lambda.process;
