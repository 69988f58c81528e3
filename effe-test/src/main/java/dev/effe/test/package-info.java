/**
 * Runs a function in its tests: {@link dev.effe.test.EffeExtension} with the real server, {@link
 * dev.effe.test.FunctionTester} without one. {@link dev.effe.test.Effe} serves it in a main, from an IDE.
 */
@NullMarked
package dev.effe.test;

import org.jspecify.annotations.NullMarked;
