package dev.effe.server.app;

import dev.effe.server.app.Application.SettingText;
import dev.effe.server.app.yaml.Place;
import dev.effe.server.settings.Given;
import dev.effe.server.settings.Origin;
import java.util.HashMap;
import java.util.Map;

/** The values of settings that the file gives, with their places, as the table of settings takes them. */
public final class FileValues {

    private FileValues() {}

    /** The values at the top. */
    public static Map<String, Given> ofProcess(Application application) {
        Map<String, Given> values = new HashMap<>();
        put(values, application.settings());
        return values;
    }

    /** The values of a function: its code, its settings, then those at the top. */
    public static Map<String, Given> ofFunction(Application application, FunctionEntry function) {
        Map<String, Given> values = ofProcess(application);
        put(values, function.values().settings());
        Origin origin = origin(function.place());
        values.put("function-name", new Given(function.name(), origin));
        for (Mention code : function.program().code()) {
            values.putIfAbsent("function", new Given(code.text(), origin(code.place())));
        }
        function.program().logic().ifPresent(logic -> values.put("logic", new Given(logic, origin)));
        function.program().handler().ifPresent(handler -> values.put("handler", new Given(handler, origin)));
        function.otherRuntime()
                .ifPresent(named -> values.put("runtime", new Given(named.text(), origin(named.place()))));
        function.program().envelope().ifPresent(on -> values.put("envelope", new Given(on ? "on" : "off", origin)));
        return values;
    }

    /** The values of the function's own keys. */
    public static Map<String, Given> ofKeys(FunctionEntry function) {
        Map<String, Given> values = new HashMap<>();
        function.values().set().forEach((key, text) -> values.put(key, new Given(text, origin(function.place()))));
        return values;
    }

    private static void put(Map<String, Given> values, Map<String, SettingText> settings) {
        settings.forEach((name, setting) -> values.put(name, new Given(setting.text(), origin(setting.place()))));
    }

    private static Origin origin(Place place) {
        return new Origin(Origin.Kind.FILE, place.toString());
    }
}
