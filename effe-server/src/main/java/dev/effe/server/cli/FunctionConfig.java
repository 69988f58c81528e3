package dev.effe.server.cli;

import dev.effe.Info;
import dev.effe.Setup;
import dev.effe.server.settings.Display;
import dev.effe.server.settings.Given;
import dev.effe.server.settings.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of the function, behind {@link Setup}: {@code --set}, then the environment variable {@code KEY},
 * then the file that {@code KEY_FILE} names, then the file of {@code --config}. A variable that is there without
 * anybody's having set it for the function, such as {@code USER}, comes last. Immutable; the file of a {@code KEY_FILE} is
 * read at each look-up. Thread-safe.
 */
public final class FunctionConfig {

    /** The variables that a shell, a container or an operating system puts into every environment. */
    private static final Set<String> OF_THE_SYSTEM = Set.of(
            "COMPUTERNAME",
            "DISPLAY",
            "EDITOR",
            "HOME",
            "HOST",
            "HOSTNAME",
            "HOSTTYPE",
            "JAVA_HOME",
            "JAVA_VERSION",
            "LANG",
            "LANGUAGE",
            "LOGNAME",
            "MACHTYPE",
            "MAIL",
            "OLDPWD",
            "OS",
            "OSTYPE",
            "PAGER",
            "PATH",
            "PORT",
            "PWD",
            "SHELL",
            "SHLVL",
            "TEMP",
            "TERM",
            "TMP",
            "TMPDIR",
            "TZ",
            "USER",
            "USERDOMAIN",
            "USERNAME");

    private final Map<String, Given> flags;
    private final Environment environment;
    private final Map<String, Given> file;
    /** The words for giving a key in code; null where it is not. */
    private final @Nullable UnaryOperator<String> inCode;

    FunctionConfig(Map<String, Given> flags, Environment environment, Map<String, Given> file) {
        this(flags, environment, file, null);
    }

    private FunctionConfig(
            Map<String, Given> flags,
            Environment environment,
            Map<String, Given> file,
            @Nullable UnaryOperator<String> inCode) {
        this.flags = Map.copyOf(flags);
        this.environment = environment;
        this.file = Map.copyOf(file);
        this.inCode = inCode;
    }

    /**
     * A configuration in code, for tests and embedding.
     *
     * @param values the values by key
     */
    public static FunctionConfig of(Map<String, String> values) {
        return of(values, key -> "FunctionConfig.of(Map.of(\"" + key + "\", ...))");
    }

    /**
     * The same, with the way in which a value is given there: the message says it that asks for one.
     *
     * @param inCode returns the code that gives a key its value
     */
    public static FunctionConfig of(Map<String, String> values, UnaryOperator<String> inCode) {
        Map<String, Given> given = new HashMap<>();
        for (Map.Entry<String, String> value : values.entrySet()) {
            given.put(value.getKey(), new Given(value.getValue(), Origin.CODE));
        }
        return new FunctionConfig(given, new Environment(Map.of()), Map.of(), inCode);
    }

    /** Everything that it gives, for comparison: two configurations with equal values are the same. */
    public Object values() {
        return List.of(texts(flags), environment.variables(), texts(file));
    }

    private static Map<String, String> texts(Map<String, Given> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, value -> value.getValue().text()));
    }

    /** The setup that the function's init is given. */
    public Setup setup(Info info) {
        return new FunctionSetup(this, info);
    }

    /** As {@link Setup#config}. */
    public Optional<String> config(String key) {
        Given given = find(key);
        return given == null ? Optional.empty() : Optional.of(given.text());
    }

    /** As {@link Setup#required}. */
    public String required(String key) {
        Given given = find(key);
        if (given == null) {
            throw new ConfigException(key + " is required: set it by " + ways(key), null);
        }
        return given.text();
    }

    private String ways(String key) {
        return inCode != null
                ? inCode.apply(key)
                : "--set " + key + "=..., the environment variable " + variable(key) + ", a file that " + variable(key)
                        + "_FILE names, or set." + key + " in the file of --config";
    }

    /** The keys that {@code --set} and the file give, in order; those of the environment cannot be told from others. */
    Set<String> knownKeys() {
        Set<String> keys = new TreeSet<>(flags.keySet());
        keys.addAll(file.keySet());
        return keys;
    }

    @Nullable Given find(String key) {
        Given flag = flags.get(key);
        if (flag != null) {
            return flag;
        }
        String variable = variable(key);
        Given value = environment.find(variable);
        if (value != null && !OF_THE_SYSTEM.contains(variable)) {
            return value;
        }
        Given secret = environment.find(variable + "_FILE");
        if (secret != null) {
            String content = content(key, variable + "_FILE", secret.text());
            return new Given(content, Origin.secretFile(variable + "_FILE"));
        }
        Given line = file.get(key);
        return line == null ? value : line;
    }

    /** The environment variable that gives a key its value; empty if every system has one of that name, or none may. */
    public static Optional<String> variableFor(String key) {
        String variable = variable(key);
        boolean free = variable.matches("[A-Z][A-Z0-9_]*") && !OF_THE_SYSTEM.contains(variable);
        return free ? Optional.of(variable) : Optional.empty();
    }

    /** The environment variable of a key: {@code DB_URL} for {@code db.url}. */
    private static String variable(String key) {
        StringBuilder name = new StringBuilder(key.length());
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            boolean isAsciiLetterOrDigit = c < 128 && Character.isLetterOrDigit(c);
            name.append(isAsciiLetterOrDigit ? Character.toUpperCase(c) : '_');
        }
        return name.toString();
    }

    private static String content(String key, String variable, String path) {
        try {
            String text = Files.readString(Path.of(path));
            return text.substring(0, text.length() - lineBreakAtEnd(text));
        } catch (IOException e) {
            throw unreadable(key, variable, path, ConfigFile.reason(e), e);
        } catch (InvalidPathException e) {
            throw unreadable(key, variable, path, "it is no path", e);
        }
    }

    private static IllegalStateException unreadable(
            String key, String variable, String path, String reason, Exception cause) {
        return new ConfigException(
                key + " cannot be read from " + Display.oneLine(path) + ", which " + variable + " names: " + reason,
                cause);
    }

    private static int lineBreakAtEnd(String text) {
        if (text.endsWith("\r\n")) {
            return 2;
        }
        return text.endsWith("\n") ? 1 : 0;
    }

    private record FunctionSetup(FunctionConfig values, Info info) implements Setup {

        @Override
        public Optional<String> config(String key) {
            return values.config(key);
        }

        @Override
        public String required(String key) {
            return values.required(key);
        }
    }
}
