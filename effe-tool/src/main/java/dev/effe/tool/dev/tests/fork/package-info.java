/**
 * The part of tests that is in their own JVM: copied to a folder and put on the class path of a project, beside the JUnit
 * Platform that it has. It knows nothing else of effe's.
 */
@NullMarked
package dev.effe.tool.dev.tests.fork;

import org.jspecify.annotations.NullMarked;
