package dev.effe.server.cli;

import java.util.HashMap;
import java.util.Map;

/** What was given for the settings, by name; those that were not given have their defaults. Immutable. */
record GivenValues(Map<String, Given> byName) {

    GivenValues {
        byName = Map.copyOf(byName);
    }

    Given given(Setting<?> setting) {
        Given given = byName.get(setting.name());
        return given == null ? new Given(HandlerDefaults.text(setting, this), Origin.DEFAULT) : given;
    }

    /** The value of a setting, checked. */
    <T> T value(Setting<T> setting) {
        return setting.parse(given(setting));
    }

    /** The same but for the value of one setting. */
    GivenValues with(Setting<?> setting, String text) {
        Map<String, Given> values = new HashMap<>(byName);
        values.put(setting.name(), new Given(text, Origin.CODE));
        return new GivenValues(values);
    }

    Origin origin(String name) {
        Given given = byName.get(name);
        return given == null ? Origin.DEFAULT : given.origin();
    }
}
