package dev.effe.server;

import dev.effe.server.file.FileWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A text that changes when the files of a function do. Stateless. */
final class CodeStamp {

    private CodeStamp() {}

    /** The files' times and sizes, those in folders too. */
    static String of(List<Path> code) {
        return code.stream().flatMap(CodeStamp::files).map(FileWatch::stamp).collect(Collectors.joining());
    }

    private static Stream<Path> files(Path path) {
        try (Stream<Path> files = Files.walk(path)) {
            return files.sorted().toList().stream();
        } catch (IOException | UncheckedIOException e) {
            return Stream.of(path); // Whoever loads it says what is wrong.
        }
    }
}
