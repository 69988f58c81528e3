package dev.effe.server;

import dev.effe.server.app.AppCheck;
import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.Mention;
import dev.effe.server.app.yaml.Fields;
import dev.effe.server.settings.UsageException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A function of an application that a program of this machine calls. Immutable.
 *
 * @param name its name
 * @param isHandler whether it is a handler of AWS Lambda's
 * @param needed the function and all that it calls, itself or by others
 */
public record CalledFunction(String name, boolean isHandler, List<String> needed) {

    /**
     * Reads which functions it needs.
     *
     * @param files of the application; the code that they name need not be there
     * @throws UsageException if the files are wrong, or have no such function
     */
    public static CalledFunction of(List<Path> files, String name) {
        Application application = AppCheck.ofFiles(files).orThrow();
        FunctionEntry function = application.functions().get(name);
        if (function == null) {
            List<String> known = new ArrayList<>(application.functions().keySet());
            throw new UsageException(
                    "The function " + name + " of " + application.name() + " " + Fields.unknown(name, known));
        }
        return new CalledFunction(
                name, function.program().handler().isPresent(), List.copyOf(needed(application, function)));
    }

    private static Set<String> needed(Application application, FunctionEntry function) {
        Set<String> needed = new LinkedHashSet<>();
        Deque<FunctionEntry> left = new ArrayDeque<>(List.of(function));
        while (!left.isEmpty()) {
            FunctionEntry next = left.remove();
            if (needed.add(next.name())) {
                for (Mention called : next.links().calls()) {
                    left.add(Objects.requireNonNull(application.functions().get(called.text())));
                }
            }
        }
        return needed;
    }
}
