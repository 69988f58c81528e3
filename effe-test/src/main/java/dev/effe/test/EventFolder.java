package dev.effe.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The folder that a server under test keeps events in, unless the test names one; the server makes it. Thread-safe. */
final class EventFolder {

    private static final String SETTING = "data-dir";

    private final Path path = Path.of(System.getProperty("java.io.tmpdir"), "effe-test-" + UUID.randomUUID());

    Map<String, String> settings(Map<String, String> given) {
        Map<String, String> all = new HashMap<>(given);
        all.putIfAbsent(SETTING, path.toString());
        return all;
    }

    void delete() {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> inside = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : inside) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
