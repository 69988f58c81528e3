package dev.effe.server.cli;

import dev.effe.server.settings.Display;
import dev.effe.server.settings.Given;
import dev.effe.server.settings.Origin;
import dev.effe.server.settings.Setting;
import dev.effe.server.settings.UsageException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The file of {@code --config}, with the syntax of {@link Properties} in UTF-8: {@code max-contexts=5} for a setting,
 * {@code set.db.url=...} for the function's key {@code db.url}. Unlike there, a key twice is an error.
 */
final class ConfigFile {

    private static final String FUNCTION_KEY = "set.";

    private final Map<String, Given> settings = new LinkedHashMap<>();
    private final Map<String, Given> functionKeys = new LinkedHashMap<>();

    private ConfigFile() {}

    static ConfigFile none() {
        return new ConfigFile();
    }

    /**
     * Reads a file.
     *
     * @param path the file
     * @param named how messages name the setting that named it
     * @throws UsageException if it cannot be read or holds what is no setting
     */
    static ConfigFile read(Path path, String named) {
        ConfigFile file = new ConfigFile();
        file.addLines(path.toString(), lines(path, named));
        return file;
    }

    /** The given values, by the name of the setting. */
    Map<String, Given> settings() {
        return settings;
    }

    /** The values that {@code set.} gave, by the function's key. */
    Map<String, Given> functionKeys() {
        return functionKeys;
    }

    private static List<String> lines(Path path, String named) {
        try {
            return Files.readAllLines(path);
        } catch (IOException e) {
            throw new UsageException(
                    named + " names " + Display.quoted(path.toString()) + ", which cannot be read: " + reason(e), e);
        }
    }

    /** Why a file cannot be read, without its name. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "access is denied";
        }
        if (e instanceof CharacterCodingException) {
            return "it is not UTF-8";
        }
        return String.valueOf(e.getMessage());
    }

    private void addLines(String file, List<String> lines) {
        int next = 0;
        while (next < lines.size()) {
            int first = next;
            StringBuilder entry = new StringBuilder(lines.get(next++));
            while (!isComment(lines.get(first)) && isContinued(lines.get(next - 1)) && next < lines.size()) {
                entry.append('\n').append(lines.get(next++));
            }
            addEntry(entry.toString(), Origin.file(file, first + 1));
        }
    }

    private static boolean isComment(String line) {
        String text = line.stripLeading();
        return text.startsWith("#") || text.startsWith("!");
    }

    /** True if it ends in an odd number of backslashes. */
    private static boolean isContinued(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\\') {
            end--;
        }
        return (line.length() - end) % 2 == 1;
    }

    /** Reads an entry by itself, which tells its line: Properties keeps no line numbers. */
    private void addEntry(String entry, Origin line) {
        Properties parsed = new Properties();
        try {
            parsed.load(new StringReader(entry));
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(line.where() + ": " + e.getMessage(), e);
        }
        for (String key : parsed.stringPropertyNames()) {
            String value = parsed.getProperty(key, "");
            boolean separated = entry.indexOf('=') >= 0 || entry.indexOf(':') >= 0;
            if (!separated && (value.isEmpty() || !isKnown(key))) {
                throw new UsageException(line.where() + ": " + Display.quoted(key)
                        + " has no = behind it: each line is name=value, such as max-contexts=5");
            }
            put(key, new Given(value, line));
        }
    }

    private static boolean isKnown(String key) {
        return key.startsWith(FUNCTION_KEY) || SettingsTable.find(key) != null;
    }

    private void put(String key, Given given) {
        Map<String, Given> kind = settings;
        String name = key;
        if (key.startsWith(FUNCTION_KEY) && key.length() > FUNCTION_KEY.length()) {
            kind = functionKeys;
            name = key.substring(FUNCTION_KEY.length());
        } else {
            checkSetting(key, given.origin());
        }
        Given earlier = kind.putIfAbsent(name, given);
        if (earlier != null) {
            throw new UsageException(given.origin().where() + ": " + Display.oneLine(key) + " is given twice, first at "
                    + earlier.origin().where());
        }
    }

    private static void checkSetting(String key, Origin line) {
        Setting<?> setting = SettingsTable.find(key);
        if (SettingsTable.SET.equals(setting)) {
            throw new UsageException(line.where() + ": set is written with its key, as set.key=value");
        }
        if (setting != null && !setting.inFile()) {
            throw new UsageException(line.where() + ": " + key + " cannot be set in a file, only by " + setting.flag()
                    + " or " + setting.variable());
        }
        if (setting == null) {
            throw Unknown.key(key, line);
        }
    }
}
