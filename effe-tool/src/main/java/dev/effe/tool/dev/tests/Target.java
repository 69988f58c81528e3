package dev.effe.tool.dev.tests;

import dev.effe.tool.dev.project.TestCode;
import java.nio.file.Path;
import java.util.List;

/**
 * The tests of a module, compiled. Immutable.
 *
 * @param code what they were compiled of
 * @param classes the folder of the test classes
 * @param classPath all that they need, these first
 * @param own the folders of classes of the project among that
 */
record Target(TestCode code, Path classes, List<Path> classPath, List<Path> own) {

    /** Copies the lists. */
    Target {
        classPath = List.copyOf(classPath);
        own = List.copyOf(own);
    }
}
