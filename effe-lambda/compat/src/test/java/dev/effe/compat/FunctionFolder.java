package dev.effe.compat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/** A function as it is packed for AWS Lambda: classes, and libraries in lib. */
final class FunctionFolder {

    private FunctionFolder() {}

    /** @param library chooses by path from the jars of these tests */
    static Path pack(Path folder, Predicate<String> library, Class<?>... types) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("lib"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path jar = Path.of(entry);
            if (entry.endsWith(".jar") && library.test(entry)) {
                Files.copy(jar, lib.resolve(jar.getFileName()));
            }
        }
        for (Class<?> type : types) {
            String name = type.getName().replace('.', '/') + ".class";
            Files.createDirectories(folder.resolve(name).getParent());
            try (InputStream content = type.getResourceAsStream("/" + name)) {
                Files.copy(content, folder.resolve(name));
            }
        }
        return folder;
    }
}
