package dev.effe.spi;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What {@code --handler} names and where it is.
 *
 * @param name the class, or the class and a method of it: {@code com.acme.Handler::handle}
 * @param folder the absolute path of the folder that the function's files are in
 * @param maxContexts how many calls may run at once, at least 1
 * @param loader shows the handler's classes; the context class loader of every call
 */
public record HandlerSpec(String name, Path folder, int maxContexts, ClassLoader loader) {

    /** Checks that nothing is null. */
    public HandlerSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(loader, "loader");
    }
}
