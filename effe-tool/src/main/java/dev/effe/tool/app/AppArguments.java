package dev.effe.tool.app;

import dev.effe.server.settings.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a command, and its options.
 *
 * @param files later ones are laid over earlier ones; effe.yaml in the working folder if none is named
 * @param options the values by the option's long name, {@code --only}
 */
record AppArguments(List<Path> files, Map<String, String> options) {

    /**
     * Reads them.
     *
     * @param command the command's name, for messages
     * @param known the options, each with a value
     * @throws UsageException if one is unknown, given twice or without a value
     */
    static AppArguments parse(String command, List<String> arguments, Set<String> known) {
        List<Path> files = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            if (!argument.startsWith("-")) {
                files.add(Path.of(argument));
                continue;
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (!known.contains(name)) {
                throw new UsageException(
                        "Unexpected argument '" + argument + "' of " + command + " (" + command + " --help lists all)");
            }
            String value = equals >= 0 ? argument.substring(equals + 1) : rest.hasNext() ? rest.next() : "";
            if (value.isEmpty() || options.put(name, value) != null) {
                throw new UsageException(name + (value.isEmpty() ? " needs a value" : " is given twice"));
            }
        }
        return new AppArguments(files.isEmpty() ? List.of(Path.of("effe.yaml")) : List.copyOf(files), options);
    }

    /** The names of {@code --only}; empty for all. */
    List<String> only() {
        return option("--only")
                .map(names ->
                        Arrays.stream(names.split(",", -1)).map(String::strip).toList())
                .orElse(List.of());
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }
}
