package dev.effe.server.cli;

import dev.effe.server.admin.AdminSettings;
import dev.effe.server.http.exchange.HttpSettings;
import dev.effe.server.invoke.InvokeSettings;
import dev.effe.server.route.CorsRules;
import dev.effe.server.settings.Given;
import dev.effe.server.settings.GivenValues;
import dev.effe.server.settings.Origin;
import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting;
import dev.effe.server.settings.SettingsConflict;
import dev.effe.server.settings.UsageException;
import dev.effe.spi.HttpEvents;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a server, as {@link CommandLine} reads them or {@link #of} makes them in code. Each record belongs to
 * the package that uses it, and its rows stand in its own {@code of}. Immutable.
 *
 * @param function those of the function
 * @param listening the main port
 * @param admin the port for operators
 * @param http requests and connections
 * @param invoke AWS Lambda's Invoke API
 * @param cors scripts of other sites
 * @param calls calls between functions
 * @param traces the spans of requests
 * @param process the process itself
 * @param given all of them as they were given
 */
public record Settings(
        FunctionSettings function,
        Listening listening,
        AdminSettings admin,
        HttpSettings http,
        InvokeSettings invoke,
        CorsRules cors,
        CallSettings calls,
        TraceSettings traces,
        ProcessSettings process,
        GivenValues given) {

    /** Checks the rules between settings of several records. */
    public Settings {
        if (listening.socket().isEmpty()) {
            differ("admin-port", admin.port(), "port", listening.port());
            differ("lambda-port", invoke.port(), "port", listening.port());
        }
        differ("lambda-port", invoke.port(), "admin-port", admin.port().orElse(0));
    }

    private static void differ(String name, Optional<Integer> port, String otherName, int other) {
        if (other != 0 && port.isPresent() && port.get() == other) {
            throw SettingsConflict.of(name, other, "must differ from", otherName, other);
        }
    }

    /** The kind of event in which plain HTTP comes to a handler. */
    public HttpEvents httpEvents() {
        return new HttpEvents(function.http().event(), listening.edge().tls().isPresent());
    }

    /**
     * The settings when none is given.
     *
     * @return every setting at its default
     */
    public static Settings defaults() {
        return of(Map.of());
    }

    /**
     * Settings in code, checked as flags are: {@code Settings.of("port", "0", "max-contexts", "2")}.
     *
     * @param namesAndValues names as in the file of {@code --config}, each followed by its value
     * @return the settings, what is not named at its default
     * @throws UsageException if a name is unknown or given twice, or a value is not allowed
     */
    public static Settings of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new UsageException(namesAndValues[namesAndValues.length - 1] + " has no value");
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (values.put(namesAndValues[i], namesAndValues[i + 1]) != null) {
                throw new UsageException(namesAndValues[i] + " is given twice");
            }
        }
        return of(values);
    }

    /**
     * Settings in code, checked as flags are.
     *
     * @param values values by name, as in the file of {@code --config}
     * @return the settings, what is not named at its default
     * @throws UsageException if a name is unknown or a value is not allowed
     */
    public static Settings of(Map<String, String> values) {
        Map<String, Given> given = new HashMap<>();
        for (Map.Entry<String, String> value : values.entrySet()) {
            Setting<?> setting = SettingsTable.find(value.getKey());
            if (setting == null || !setting.inFile()) {
                throw Unknown.setting(value.getKey());
            }
            given.put(setting.name(), new Given(value.getValue(), Origin.CODE));
        }
        return of(new GivenValues(given));
    }

    /**
     * Settings of values from anywhere.
     *
     * @throws UsageException if a value is not allowed, or two do not go together; the message says where they are from
     */
    public static Settings of(GivenValues given) {
        try {
            return of(new Rows(new HashMap<>(), given));
        } catch (SettingsConflict conflict) {
            throw conflict.withOrigins(given);
        }
    }

    /** Goes through all rows of the table. */
    static Settings of(Rows rows) {
        FunctionSettings function = FunctionSettings.of(rows.ofFunction());
        boolean isHandler = function.code().isOfLambda();
        return new Settings(
                function,
                Listening.of(rows),
                AdminSettings.of(rows),
                HttpSettings.of(rows, isHandler),
                InvokeSettings.of(rows),
                CorsRules.of(rows),
                CallSettings.of(rows),
                TraceSettings.of(rows),
                ProcessSettings.of(rows),
                rows.given());
    }
}
