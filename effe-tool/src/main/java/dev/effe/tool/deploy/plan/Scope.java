package dev.effe.tool.deploy.plan;

import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.yaml.Fields;
import dev.effe.server.settings.UsageException;
import dev.effe.tool.remote.DeployTarget;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The functions that a command is for, and where they are. Immutable.
 *
 * @param functions those that are meant, in the order of the file
 * @param places one for each endpoint of the target
 */
public record Scope(Application application, DeployTarget target, List<FunctionEntry> functions, List<Place> places) {

    /** One function at one place. */
    public interface Work {
        /** Does it; a failure ends the whole. */
        void on(FunctionEntry function, String deployedName, Place place) throws IOException;
    }

    /** Copies what it is given. */
    public Scope {
        functions = List.copyOf(functions);
        places = List.copyOf(places);
    }

    /**
     * The functions at all places of a target.
     *
     * @param patterns names of functions, or parts of them with {@code *}; none for all
     */
    public static Scope of(Application application, DeployTarget target, List<String> patterns, List<Place> places) {
        return new Scope(application, target, chosen(application, patterns), places);
    }

    /**
     * The functions that patterns name, in the order of the file; all if there is none.
     *
     * @throws UsageException if one names no function
     */
    public static List<FunctionEntry> chosen(Application application, List<String> patterns) {
        Map<String, FunctionEntry> all = application.functions();
        if (patterns.isEmpty()) {
            return List.copyOf(all.values());
        }
        Map<String, FunctionEntry> chosen = new LinkedHashMap<>();
        for (String pattern : patterns) {
            Pattern glob =
                    Pattern.compile("\\Q" + pattern.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E");
            int before = chosen.size();
            boolean known = chosen.containsKey(pattern);
            all.forEach((name, function) -> {
                if (glob.matcher(name).matches()) {
                    chosen.put(name, function);
                }
            });
            boolean matched =
                    known || chosen.size() > before || all.keySet().stream().anyMatch(glob.asMatchPredicate());
            if (!matched) {
                throw new UsageException("The function " + pattern + " of " + application.name() + " "
                        + Fields.unknown(pattern, List.copyOf(all.keySet())));
            }
        }
        return all.values().stream()
                .filter(function -> chosen.containsKey(function.name()))
                .toList();
    }

    /** The name by which a function is deployed to hosts and to AWS. */
    public static String deployedName(Application application, FunctionEntry function) {
        return function.deployment().as().orElse(application.name() + "_" + function.name());
    }

    /** Does something with each function at each place, in order; the first failure ends it. */
    public void each(Work work) throws IOException {
        for (Place place : places) {
            for (FunctionEntry function : functions) {
                work.on(function, place.nameOf(application, function), place);
            }
        }
    }
}
