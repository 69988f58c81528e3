/** The part of the support for AWS Lambda handlers that the server sees: nothing here links to a class of AWS. */
@org.jspecify.annotations.NullMarked
package dev.effe.lambda;
