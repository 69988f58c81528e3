package dev.effe.tool.dev.build;

import dev.effe.Logic;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;

/**
 * The classes that a function sees without bringing them: Effe's API and SLF4J. In effe.jar they are among those of the
 * server, which a function that names them would not find when it runs. Stateless.
 */
public final class ApiClasses {

    private static final String API = "dev/effe/";
    private static final String SLF4J = "org/slf4j/";

    private ApiClasses() {}

    /** Copies them to a folder, for a compiler. */
    public static void copyTo(Path folder) throws IOException {
        copy(Logic.class, List.of(API, API + "spi/"), folder);
        copy(Logger.class, List.of(SLF4J, SLF4J + "event/", SLF4J + "helpers/", SLF4J + "spi/"), folder);
    }

    private static void copy(Class<?> one, List<String> packages, Path folder) throws IOException {
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
