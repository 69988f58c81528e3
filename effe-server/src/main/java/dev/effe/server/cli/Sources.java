package dev.effe.server.cli;

import dev.effe.server.settings.Given;
import dev.effe.server.settings.GivenValues;
import dev.effe.server.settings.Setting;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Flags, and the environment behind them. Immutable. */
record Sources(Flags flags, Environment variables) {

    /** The stronger of what the two give for a setting; null if none does. */
    @Nullable Given find(Setting<?> setting) {
        Given flag = flags.settings().get(setting.name());
        return flag == null ? variables.find(setting) : flag;
    }

    /** The strongest for each setting, with a file behind the two. */
    GivenValues over(Map<String, Given> file) {
        Map<String, Given> strongest = new HashMap<>(file);
        for (Setting<?> setting : SettingsTable.all()) {
            Given given = find(setting);
            if (given != null) {
                strongest.put(setting.name(), given);
            }
        }
        return new GivenValues(strongest);
    }
}
