/** Runs the tests of a project beside dev, after a reload. No class of it is loaded before that is asked for. */
@NullMarked
package dev.effe.tool.dev.tests;

import org.jspecify.annotations.NullMarked;
