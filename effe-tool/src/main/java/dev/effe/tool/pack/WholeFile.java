package dev.effe.tool.pack;

import dev.effe.server.cli.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file as a whole or not at all. Stateless. */
public final class WholeFile {

    private WholeFile() {}

    /**
     * Writes a file, in place of one that is there.
     *
     * @throws ToolException if its folder does not exist
     */
    public static void write(Path file, byte[] bytes) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(part, bytes);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            throw new ToolException("The folder of " + file + " does not exist");
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
