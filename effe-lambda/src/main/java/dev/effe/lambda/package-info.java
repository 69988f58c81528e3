/** What the server sees of the support for AWS Lambda handlers: nothing here links to a class of AWS. */
@org.jspecify.annotations.NullMarked
package dev.effe.lambda;
