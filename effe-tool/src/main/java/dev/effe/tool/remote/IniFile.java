package dev.effe.tool.remote;

import dev.effe.server.settings.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A file of AWS's settings: sections in brackets, a line for each key. Stateless. */
final class IniFile {

    private static final long MOST_BYTES = 1 << 20;

    private IniFile() {}

    /** Its sections by name, each with its keys; none if there is no such file. */
    static Map<String, Map<String, String>> read(Path file) {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        if (!Files.isRegularFile(file)) {
            return sections;
        }
        Map<String, String> section = new LinkedHashMap<>();
        for (String line : text(file).lines().toList()) {
            int equals = line.indexOf('=');
            if (line.isBlank() || line.strip().startsWith("#") || line.strip().startsWith(";")) {
                continue;
            }
            if (line.strip().startsWith("[")) {
                section = sections.computeIfAbsent(
                        line.strip().replaceAll("[\\[\\]]", "").strip(), name -> new LinkedHashMap<>());
            } else if (equals > 0 && !Character.isWhitespace(line.charAt(0))) { // Else it belongs to the key before.
                section.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        }
        return sections;
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new UsageException(file + " has more than " + MOST_BYTES + " bytes: it is no file of AWS's");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UsageException(file + " cannot be read: " + e, e);
        }
    }
}
