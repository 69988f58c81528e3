package dev.effe.tool.dev;

import dev.effe.server.cli.CommandLine;
import dev.effe.server.cli.SettingsTable;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.dev.project.Sources;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The arguments that are no options of dev's own: what is named, and the settings of the server. Immutable.
 *
 * @param project what is named, or meant
 * @param apps the files, if it is an application
 * @param settings flags for the server, those of dev among them
 * @param opened true if others than this machine may reach it
 */
record DevArguments(Path project, List<Path> apps, List<String> settings, boolean opened) {

    /** Dev knows what to serve. */
    private static final Set<String> REFUSED = Set.of("function", "app", "config", "train");

    private static final Set<String> ACTIONS = Set.of("version", "info", "print-config");
    private static final List<String> VARIABLES =
            List.of("EFFE_FUNCTION", "EFFE_APP", "EFFE_CONFIG", "EFFE_TRAIN", "EFFE_SOCKET");

    /** Copies the lists. */
    DevArguments {
        apps = List.copyOf(apps);
        settings = List.copyOf(settings);
    }

    /**
     * Reads them.
     *
     * @param here the folder in which something is looked for if nothing is named
     */
    static DevArguments of(List<String> arguments, Path here) {
        List<Path> named = new ArrayList<>();
        List<String> settings = new ArrayList<>();
        Set<String> given = new HashSet<>();
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String argument = rest.next();
            if (!argument.startsWith("-") || argument.equals("-")) {
                named.add(Sources.named(path(argument)));
                continue;
            }
            settings.add(argument);
            String name = argument.replaceFirst("^--?", "").replaceFirst("=.*", "");
            refuse(name);
            given.add(name);
            if (SettingsTable.find(name) == null) {
                CommandLine.parse(List.of(argument), Map.of()); // Which says what is meant.
            } else if (!argument.contains("=") && rest.hasNext()) {
                settings.add(rest.next());
            }
        }
        Path project = named.isEmpty() ? Sources.here(here) : named.get(0);
        List<Path> apps = Sources.isApp(project) ? apps(named, project) : List.of();
        if (apps.isEmpty() && named.size() > 1) {
            throw new UsageException("dev serves one thing, but is given " + project + " and " + named.get(1)
                    + ": effe.yaml serves several functions");
        }
        addDefaults(settings, given);
        apps.forEach(app -> settings.addAll(List.of("--app", app.toString())));
        return new DevArguments(project, apps, settings, given.contains("host"));
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static void refuse(String name) {
        if (REFUSED.contains(name)) {
            throw new UsageException("--" + name + " does not go with dev, which serves what is named without a flag:"
                    + " effe dev effe.yaml, a folder or Hello.java");
        }
        if (name.equals("socket")) {
            throw new UsageException("--socket does not go with dev, whose pages are for a browser: give it a --port");
        }
        if (ACTIONS.contains(name)) {
            throw new UsageException("--" + name + " does not go with dev (effe dev --help)");
        }
    }

    private static List<Path> apps(List<Path> named, Path project) {
        for (Path other : named) {
            if (!Sources.isApp(other)) {
                throw new UsageException(project + " and " + other + " do not go together: dev serves files of an"
                        + " application, later laid over earlier ones, or one folder or source file");
            }
        }
        return named.isEmpty() ? List.of(project) : named;
    }

    /** Nobody else reaches it, its end does not wait for long, and it keeps traces. */
    private static void addDefaults(List<String> settings, Set<String> given) {
        if (!given.contains("host")) {
            settings.addAll(List.of("--host", "127.0.0.1"));
        }
        if (!given.contains("drain-delay")) {
            settings.addAll(List.of("--drain-delay", "0s"));
        }
        if (!given.contains("drain-timeout")) {
            settings.addAll(List.of("--drain-timeout", "2s"));
        }
        if (!given.contains("traces")) {
            settings.addAll(List.of("--traces", "2000"));
        }
    }

    /** The environment without what names a function: it is named by an argument. */
    static Map<String, String> environment(Map<String, String> environment) {
        Map<String, String> left = new HashMap<>(environment);
        VARIABLES.forEach(left::remove);
        return left;
    }
}
