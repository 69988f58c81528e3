package dev.effe.tool.invoke;

import dev.effe.server.settings.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The arguments that say which function of an application is called where it is deployed. Immutable.
 *
 * @param files of the application, effe.yaml by default
 * @param function its name
 */
record DeployedArguments(List<Path> files, String function) {

    private static final String APP = "--app";
    /** The other options that name a function, which is served then. */
    private static final Set<String> SERVED =
            Set.of(APP, "--function", "--logic", "--handler", "--runtime", "--bootstrap");

    private static final Set<String> SERVED_VARIABLES = Set.of("EFFE_APP", "EFFE_FUNCTION");

    DeployedArguments {
        files = List.copyOf(files);
    }

    /** True if arguments name a function alone: then it is called where it is deployed. */
    static boolean isOnlyName(List<String> arguments, Map<String, String> environment) {
        return !arguments.isEmpty()
                && !arguments.get(0).startsWith("-")
                && arguments.stream().noneMatch(argument -> SERVED.contains(argument.replaceFirst("=.*", "")))
                && SERVED_VARIABLES.stream().noneMatch(environment::containsKey);
    }

    /** Reads what is left when options are read. */
    static DeployedArguments of(List<String> arguments) {
        List<Path> files = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith(APP + "=")) {
                files.add(Path.of(argument.substring(APP.length() + 1)));
            } else if (argument.equals(APP) && i + 1 < arguments.size()) {
                files.add(Path.of(arguments.get(++i)));
            } else if (argument.startsWith("-")) {
                throw new UsageException(
                        argument + " does not go with a function that is deployed (effe invoke --help)");
            } else {
                words.add(argument);
            }
        }
        if (words.size() != 1) {
            throw new UsageException("Which function? effe invoke calls one that is deployed by its name in effe.yaml,"
                    + " such as orders, but has " + (words.isEmpty() ? "none" : String.join(", ", words))
                    + " (effe invoke --help)");
        }
        return new DeployedArguments(files.isEmpty() ? List.of(Path.of("effe.yaml")) : files, words.get(0));
    }
}
