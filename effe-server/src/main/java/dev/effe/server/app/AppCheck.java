package dev.effe.server.app;

import dev.effe.server.app.yaml.Faults;
import dev.effe.server.app.yaml.Fields;
import dev.effe.server.app.yaml.Value;
import dev.effe.server.settings.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The result of reading and checking an application's files. Immutable.
 *
 * @param application the application; empty if there is an error
 * @param hosted the functions that a process is to host, in the order of the files
 * @param errors everything that is wrong, a line each, by place: {@code effe.yaml:7:13: ...}
 * @param warnings what is most likely a mistake, a line each, by place
 */
public record AppCheck(
        Optional<Application> application, List<FunctionEntry> hosted, List<String> errors, List<String> warnings) {

    /**
     * Reads and checks files.
     *
     * @param files the files, later ones laid over earlier ones; at least one
     * @param only the functions to host; empty for all
     */
    public static AppCheck of(List<Path> files, List<String> only) {
        return of(files, only, true, true);
    }

    /** The same for who builds the code of functions: it does not have to be there. */
    public static AppCheck ofSources(List<Path> files, List<String> only) {
        return of(files, only, true, false);
    }

    /** The same for who hosts no function: the code of none has to be there. */
    public static AppCheck ofFiles(List<Path> files) {
        return of(files, List.of(), false, false);
    }

    private static AppCheck of(List<Path> files, List<String> only, boolean hosts, boolean built) {
        Faults faults = new Faults();
        Value top = Value.read(files, faults);
        if (top == null) {
            return new AppCheck(Optional.empty(), List.of(), faults.errors(), faults.warnings());
        }
        Application application = ApplicationReader.read(top);
        List<FunctionEntry> hosted = hosts ? hosted(application, only, top) : List.of();
        RouteChecks.check(application, faults);
        LinkChecks.check(application, faults);
        CallCycles.check(application, faults);
        TopicChecks.check(application, hosted, faults);
        HostingChecks.check(application, built ? hosted : List.of(), faults);
        HostedVariables.warn(hosted, faults);
        return new AppCheck(
                faults.any() ? Optional.empty() : Optional.of(application), hosted, faults.errors(), faults.warnings());
    }

    /**
     * The application.
     *
     * @throws UsageException if something is wrong, with a line for each error
     */
    public Application orThrow() {
        return application.orElseThrow(() -> new UsageException(String.join("\n", errors)));
    }

    private static List<FunctionEntry> hosted(Application application, List<String> only, Value top) {
        if (only.isEmpty()) {
            return List.copyOf(application.functions().values());
        }
        Set<String> wanted = new LinkedHashSet<>(only);
        List<String> known = new ArrayList<>(application.functions().keySet());
        for (String name : wanted) {
            if (!known.contains(name)) {
                top.fileFault("--only " + name + " " + Fields.unknown(name, known));
            }
        }
        return application.functions().values().stream()
                .filter(function -> wanted.contains(function.name()))
                .toList();
    }
}
