package dev.effe.server.function;

import java.lang.reflect.Modifier;
import java.util.List;

/**
 * The first part of a class file (JVMS 4.1): what can be told of a class without loading it.
 *
 * @param name its name, such as {@code com.acme.Outer$Hello}
 * @param major the class file's version, 44 more than that of the Java it was compiled for
 * @param preview whether it uses preview features of that Java
 * @param access its flags; those of a nested class are not all told here
 * @param parents the names of its superclass and interfaces
 */
record ClassHeader(String name, int major, boolean preview, int access, List<String> parents) {

    int javaVersion() {
        return major - 44;
    }

    boolean isConcrete() {
        return !Modifier.isAbstract(access) && !Modifier.isInterface(access);
    }
}
