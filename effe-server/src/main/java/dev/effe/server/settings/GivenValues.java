package dev.effe.server.settings;

import java.util.HashMap;
import java.util.Map;

/** The given values of settings, by name; those that were not given have their defaults. Immutable. */
public record GivenValues(Map<String, Given> byName) {

    public GivenValues {
        byName = Map.copyOf(byName);
    }

    public Given given(Setting<?> setting) {
        Given given = byName.get(setting.name());
        return given == null ? new Given(HandlerDefaults.text(setting, this), Origin.DEFAULT) : given;
    }

    /** The value of a setting, checked. */
    <T> T value(Setting<T> setting) {
        return setting.parse(given(setting));
    }

    /** The text that was given for a name; empty if none was. */
    String text(String name) {
        Given given = byName.get(name);
        return given == null ? "" : given.text();
    }

    /** The same but for the value of one setting. */
    public GivenValues with(String name, String text) {
        Map<String, Given> values = new HashMap<>(byName);
        values.put(name, new Given(text, Origin.CODE));
        return new GivenValues(values);
    }

    public Origin origin(String name) {
        Given given = byName.get(name);
        return given == null ? Origin.DEFAULT : given.origin();
    }
}
