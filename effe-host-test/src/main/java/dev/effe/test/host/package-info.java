/** A host for tests of programs that use AWS Lambda. */
@NullMarked
package dev.effe.test.host;

import org.jspecify.annotations.NullMarked;
