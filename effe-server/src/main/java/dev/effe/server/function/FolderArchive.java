package dev.effe.server.function;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** A folder of classes, such as {@code target/classes}. */
final class FolderArchive implements Archive {

    /** Deeper than any package. */
    private static final int MAX_DEPTH = 64;

    private final Path path;

    FolderArchive(Path path) {
        this.path = path;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public @Nullable InputStream resource(String name) throws IOException {
        Path file = path.resolve(name);
        return Files.isRegularFile(file) ? Files.newInputStream(file) : null;
    }

    @Override
    public void forEachClass(ClassVisitor visitor) throws IOException {
        // Follows links: a folder that Kubernetes mounts consists of them.
        Files.walkFileTree(path, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                // No package has such a name, but .git and Kubernetes' ..data do.
                boolean aPackage =
                        folder.equals(path) || folder.getFileName().toString().indexOf('.') < 0;
                return aPackage ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = path.relativize(file).toString().replace(File.separatorChar, '/');
                if (Archive.isClass(name)) {
                    try (InputStream in = Files.newInputStream(file)) {
                        visitor.visit(name, in);
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void close() {}
}
