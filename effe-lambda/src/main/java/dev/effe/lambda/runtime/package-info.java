/**
 * Runs an AWS Lambda handler. Loaded anew for each function, beside AWS's own classes and above the handler's, by {@link
 * dev.effe.lambda.PlatformClassLoader}.
 */
@org.jspecify.annotations.NullMarked
package dev.effe.lambda.runtime;
