package dev.effe.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The version of this Effe: from a file of its own, since the manifest of an own executable is the user's. */
final class Version {

    static final String TEXT = read("version.txt");

    private Version() {}

    /** Returns the text of a file beside this class; "unknown" if there is none. */
    static String read(String name) {
        try (InputStream file = Version.class.getResourceAsStream(name)) {
            return file == null ? "unknown" : new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
