package dev.effe.server.unpack;

import dev.effe.server.file.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A digest of a folder's state: the name, kind, size and time of each thing in it. Not of the bytes: each start would
 * read every file, and whoever can write here can write what he likes.
 */
final class FolderDigest {

    private FolderDigest() {}

    static String of(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        int start = folder.toString().length();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                lines.add(path.toString().substring(start) + "/");
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes file) {
                lines.add(path.toString().substring(start) + " " + file.isSymbolicLink() + " " + file.size() + " "
                        + file.lastModifiedTime().to(TimeUnit.NANOSECONDS));
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(lines);
        byte[] state = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Sha256.of(state));
    }
}
