package dev.effe.test;

import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;

/** Makes the classes of one jar or folder anew, and has all others of its parent. Thread-safe. */
final class FreshClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    FreshClassLoader(CodeSource source, ClassLoader parent) {
        super(new URL[] {source.getLocation()}, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            if (findResource(name.replace('.', '/') + ".class") == null) {
                return super.loadClass(name, resolve);
            }
            return findClass(name);
        }
    }
}
