package dev.effe.tool.dev.build;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The class files of this program, for the class path of another. Stateless. */
public final class ClassFiles {

    private ClassFiles() {}

    /**
     * Copies packages.
     *
     * @param one a class that is where they are
     * @param packages such as {@code dev/effe/}
     */
    public static void copy(Class<?> one, List<String> packages, Path folder) throws IOException {
        Path home;
        try {
            home = Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        if (Files.isDirectory(home)) {
            copy(home, packages, folder);
            return;
        }
        try (FileSystem jar = FileSystems.newFileSystem(home)) {
            copy(jar.getPath("/"), packages, folder);
        }
    }

    private static void copy(Path home, List<String> packages, Path folder) throws IOException {
        for (String name : packages) {
            Path from = home.resolve(name);
            if (!Files.isDirectory(from)) {
                continue;
            }
            Path to = Files.createDirectories(folder.resolve(name));
            try (Stream<Path> files = Files.list(from)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".class")).toList()) {
                    Files.copy(file, to.resolve(file.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
