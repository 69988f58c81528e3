package dev.effe.tool.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A function as the uppermost layer of an image: its jar, or what is in its folder, in /function, as
 * docker/Dockerfile.function has it.
 *
 * @param blob not compressed: a jar is already, and the bytes then do not depend on a Java's version of zlib
 * @param variables the environment variables that say where it is
 */
record FunctionLayer(Blob blob, Map<String, String> variables) {

    private static final String FOLDER = "function";
    private static final String JAR = FOLDER + "/function.jar";

    static FunctionLayer of(Path function) throws IOException {
        boolean isFolder = Files.isDirectory(function);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        tar.folder(FOLDER);
        if (isFolder) {
            addFolder(tar, FOLDER, function);
        } else if (Files.isRegularFile(function)) {
            tar.file(JAR, jar(function));
        } else {
            throw new ImageException("There is no function at " + function);
        }
        tar.finish();
        Blob blob = Blob.of("application/vnd.oci.image.layer.v1.tar", bytes.toByteArray());
        return new FunctionLayer(blob, Map.of("EFFE_FUNCTION", "/" + (isFolder ? FOLDER : JAR)));
    }

    static byte[] jar(Path function) throws IOException {
        byte[] bytes = Files.readAllBytes(function);
        // The first bytes of every ZIP file.
        if (bytes.length < 2 || bytes[0] != 'P' || bytes[1] != 'K') {
            throw new ImageException(function + " is no jar");
        }
        return bytes;
    }

    /** Adds everything in a folder, below a name. */
    static void addFolder(TarWriter tar, String to, Path folder) throws IOException {
        for (Path file : sorted(folder)) {
            String name = to + "/" + folder.relativize(file).toString().replace('\\', '/');
            if (Files.isDirectory(file)) {
                tar.folder(name);
            } else {
                tar.file(name, Files.readAllBytes(file));
            }
        }
    }

    /** By name, folders before what is in them: the order of a file system differs from one to the next. */
    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.equals(folder)).sorted().toList();
        }
    }
}
