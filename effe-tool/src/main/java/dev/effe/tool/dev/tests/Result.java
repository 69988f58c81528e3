package dev.effe.tool.dev.tests;

import dev.effe.tool.dev.page.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A test that has run. Immutable.
 *
 * @param className the class that it is in
 * @param name as a developer knows it, such as {@code HelloTest.greets}
 * @param skipped true if it did not run after all
 * @param failure null if it passed
 */
record Result(
        String className,
        String name,
        boolean skipped,
        @Nullable Failure failure) {

    /** Returns the outermost class, which is what is run as a whole. */
    String outerClass() {
        int inner = className.indexOf('$');
        return inner < 0 ? className : className.substring(0, inner);
    }
}
