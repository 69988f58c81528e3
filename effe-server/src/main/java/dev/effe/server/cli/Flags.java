package dev.effe.server.cli;

import dev.effe.server.settings.Digits;
import dev.effe.server.settings.Display;
import dev.effe.server.settings.Given;
import dev.effe.server.settings.Origin;
import dev.effe.server.settings.Setting;
import dev.effe.server.settings.UsageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of the command line: {@code --port 7050}, {@code --port=7050}, {@code -port 7050}. A value that begins
 * with a dash and is no number needs the form with {@code =}.
 */
final class Flags {

    /** Lists, whose flags are joined. */
    private static final Set<String> REPEATABLE = Set.of("layer", "route", "app", "only");

    private final Map<String, Given> settings = new LinkedHashMap<>();
    private final Map<String, Given> functionKeys = new LinkedHashMap<>();
    private @Nullable Action action;

    private Flags() {}

    static Flags parse(List<String> arguments) {
        Flags flags = new Flags();
        ListIterator<String> rest = arguments.listIterator();
        while (rest.hasNext()) {
            flags.add(rest.next(), rest);
        }
        return flags;
    }

    /** The given values, by the name of the setting. */
    Map<String, Given> settings() {
        return settings;
    }

    /** The values that {@code --set} gave, by the function's key. */
    Map<String, Given> functionKeys() {
        return functionKeys;
    }

    Action action() {
        return action == null ? Action.SERVE : action;
    }

    private void add(String argument, ListIterator<String> rest) {
        int equals = argument.indexOf('=');
        String flag = equals < 0 ? argument : argument.substring(0, equals);
        String name = flag.substring(dashes(flag));
        if (!flag.startsWith("-") || name.isEmpty()) {
            throw new UsageException("Unexpected argument " + Display.quoted(argument)
                    + ": the function is named by --function (--help lists all)");
        }
        Action named = Action.of(name);
        Setting<?> setting = SettingsTable.find(name);
        if (named != null) {
            choose(named, equals >= 0);
        } else if (setting == null) {
            throw Unknown.flag(flag, name);
        } else {
            put(setting, equals < 0 ? valueAfter(setting, rest) : argument.substring(equals + 1));
        }
    }

    private static int dashes(String flag) {
        if (flag.startsWith("--")) {
            return 2;
        }
        return flag.startsWith("-") ? 1 : 0;
    }

    private void choose(Action named, boolean hasValue) {
        if (hasValue) {
            throw new UsageException(named.flag() + " takes no value");
        }
        if (action != null) {
            throw new UsageException(
                    action == named
                            ? named.flag() + " is given twice"
                            : action.flag() + " and " + named.flag() + " exclude each other");
        }
        action = named;
    }

    private static String valueAfter(Setting<?> setting, ListIterator<String> rest) {
        String next = rest.hasNext() ? rest.next() : null;
        if (next == null || isFlag(next)) {
            throw new UsageException(setting.flag() + " needs a value: " + setting.allowed());
        }
        return next;
    }

    /** True if it is no value: {@code -5} is one, refused with its range; so is a single dash. */
    private static boolean isFlag(String argument) {
        return argument.startsWith("-") && argument.length() > 1 && Digits.prefixLength(argument.substring(1)) == 0;
    }

    private void put(Setting<?> setting, String text) {
        Given given = new Given(text, Origin.FLAG);
        if (SettingsTable.SET.equals(setting)) {
            putFunctionKey(SettingsTable.SET.parse(given));
            return;
        }
        if (REPEATABLE.contains(setting.name()) && settings.containsKey(setting.name())) {
            given = new Given(settings.remove(setting.name()).text() + "," + text, Origin.FLAG);
        }
        Given earlier = settings.putIfAbsent(setting.name(), given);
        if (earlier != null) {
            throw new UsageException(setting.flag() + " is given twice: " + Display.quoted(earlier.text()) + " and "
                    + Display.quoted(text));
        }
    }

    private void putFunctionKey(String keyAndValue) {
        int equals = keyAndValue.indexOf('=');
        String key = keyAndValue.substring(0, equals);
        // Without the values: they may be secrets.
        if (functionKeys.put(key, new Given(keyAndValue.substring(equals + 1), Origin.FLAG)) != null) {
            throw new UsageException("--set " + Display.oneLine(key) + " is given twice");
        }
    }
}
