/**
 * Runs a function in its tests: {@link dev.effe.test.EffeExtension} with the real server, {@link
 * dev.effe.test.FunctionTester} without one.
 */
@NullMarked
package dev.effe.test;

import org.jspecify.annotations.NullMarked;
