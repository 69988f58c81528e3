package dev.effe.server;

import java.nio.file.Path;
import java.util.List;

/**
 * The code of a function as a build has just made it. Immutable.
 *
 * @param classPath jars and folders: the first has the function, the others what it needs; one at least
 * @param fingerprint a text that changes when the files do
 */
public record DevCode(List<Path> classPath, String fingerprint) {

    public DevCode {
        classPath = List.copyOf(classPath);
        if (classPath.isEmpty()) {
            throw new IllegalArgumentException("classPath must name a jar or a folder, but was empty");
        }
    }
}
