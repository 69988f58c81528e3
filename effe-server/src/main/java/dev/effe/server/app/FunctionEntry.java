package dev.effe.server.app;

import dev.effe.server.app.Application.SettingText;
import dev.effe.server.app.yaml.Place;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A function of an application. Immutable.
 *
 * @param name its name
 * @param place where it is defined
 * @param program what runs
 * @param links how it and others reach each other
 * @param values its settings and its own configuration
 * @param deployment what only commands that deploy read
 */
public record FunctionEntry(
        String name, Place place, Program program, Links links, Values values, Deployment deployment) {

    /** The runtime of another language than Java; empty for Java, whose runtime matters where it is deployed only. */
    public Optional<Mention> otherRuntime() {
        return deployment.runtime().filter(named -> !named.text().startsWith("java"));
    }

    /**
     * The program.
     *
     * @param code its class path: jars and folders, from the file's folder; one at least
     * @param logic the class of the function; empty to find it in its code
     * @param handler the AWS Lambda handler; empty for a Logic
     * @param address where it is, for processes that do not host it; empty if only the environment says
     * @param envelope whether its answers have an envelope; empty if the file does not say
     */
    public record Program(
            List<Mention> code,
            Optional<String> logic,
            Optional<String> handler,
            Optional<URI> address,
            Optional<Boolean> envelope) {

        /** Copies the list. */
        public Program {
            code = List.copyOf(code);
        }
    }

    /**
     * The ways between it and others.
     *
     * @param routes the requests that come to it
     * @param calls the functions that it may call
     * @param appends the topics that it may append to
     * @param triggers the topics and times that run it
     */
    public record Links(List<Mention> routes, List<Mention> calls, List<Mention> appends, List<Trigger> triggers) {

        /** Copies the lists. */
        public Links {
            routes = List.copyOf(routes);
            calls = List.copyOf(calls);
            appends = List.copyOf(appends);
            triggers = List.copyOf(triggers);
        }
    }

    /**
     * Its settings and its own configuration.
     *
     * @param settings settings of the server's, by name
     * @param set the function's own keys
     * @param environment variables and their values
     * @param secrets variables whose values are elsewhere
     */
    public record Values(
            Map<String, SettingText> settings,
            Map<String, String> set,
            Map<String, Mention> environment,
            Map<String, Secret> secrets) {

        /** Copies the maps. */
        public Values {
            settings = Application.ordered(settings);
            set = Application.ordered(set);
            environment = Application.ordered(environment);
            secrets = Application.ordered(secrets);
        }
    }

    /**
     * A variable whose value is elsewhere.
     *
     * @param variable the environment variable that has the value; empty if a file has it
     * @param file the file whose content is the value; empty if a variable has it
     */
    public record Secret(Optional<String> variable, Optional<Path> file, Place place) {}

    /**
     * The keys that commands that deploy read, and but for the runtime of another language they alone.
     *
     * @param as the name that it is deployed by; empty for that of the application, {@code _} and its own
     * @param runtime the runtime and where it is written; empty for Java
     * @param memoryMb the memory of a process, in MB; empty for the target's default
     * @param build the command that makes its code; empty for none
     * @param url the URL of its own on a host; empty for none
     */
    public record Deployment(
            Optional<String> as,
            Optional<Mention> runtime,
            OptionalInt memoryMb,
            Optional<String> build,
            Optional<FunctionUrl> url) {}

    /**
     * The URL of its own on a host.
     *
     * @param cors the settings of its CORS, by name without {@code cors-}, each as written; none if scripts of other
     *     sites may not read it
     */
    public record FunctionUrl(Map<String, List<String>> cors) {

        /** Copies the map. */
        public FunctionUrl {
            cors = Application.ordered(cors);
        }
    }
}
