package dev.effe.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The version of this Effe: from a file of its own, since the manifest of an own executable is the user's. */
final class Version {

    static final String TEXT = read();

    private Version() {}

    private static String read() {
        try (InputStream file = Version.class.getResourceAsStream("version.txt")) {
            return file == null ? "unknown" : new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
