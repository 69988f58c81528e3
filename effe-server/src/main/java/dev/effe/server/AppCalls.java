package dev.effe.server;

import dev.effe.server.app.Addresses;
import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.server.app.Mention;
import dev.effe.server.cli.AppCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads from effe.yaml which functions call which. */
final class AppCalls {

    private AppCalls() {}

    /**
     * The calls of the functions of a process, and where those are that it does not serve.
     *
     * @return null if no function of the application calls another
     * @throws dev.effe.server.settings.UsageException if nobody says where one is
     */
    static @Nullable Calling of(Application application, List<FunctionEntry> hosted, AppCommand command) {
        if (application.functions().values().stream()
                .allMatch(function -> function.links().calls().isEmpty())) {
            return null;
        }
        Map<String, Set<String>> allowed = new LinkedHashMap<>();
        for (FunctionEntry function : hosted) {
            allowed.put(
                    function.name(),
                    function.links().calls().stream().map(Mention::text).collect(Collectors.toSet()));
        }
        return new Calling(allowed, Addresses.of(application, hosted, command::variable));
    }
}
