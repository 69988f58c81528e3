package dev.effe.server.cli;

import dev.effe.server.settings.Display;
import dev.effe.server.settings.Origin;
import dev.effe.server.settings.Setting;
import dev.effe.server.settings.Setting.Places;
import dev.effe.server.settings.UsageException;
import dev.effe.server.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The errors for a name that is no setting; each suggests the nearest one that is. */
final class Unknown {

    private Unknown() {}

    /** A flag, given with its dashes and without a value. */
    static UsageException flag(String flag, String name) {
        List<String> candidates = new ArrayList<>(SettingsTable.names(Places.FLAG));
        for (Action action : Action.values()) {
            if (action != Action.SERVE) {
                candidates.add(action.flag().substring(2));
            }
        }
        String nearest = Nearest.to(name, candidates);
        return error("Unknown flag " + flag, nearest == null ? null : "--" + nearest);
    }

    static UsageException key(String key, Origin line) {
        return error(line.where() + ": Unknown setting " + key, Nearest.to(key, SettingsTable.names(Places.ALL)));
    }

    static UsageException setting(String name) {
        return error("Unknown setting " + name, Nearest.to(name, SettingsTable.names(Places.ALL)));
    }

    private static UsageException error(String what, @Nullable String nearest) {
        String hint = nearest == null ? "" : ": did you mean " + nearest + "?";
        return new UsageException(Display.oneLine(what) + hint + " (--help lists all)");
    }

    /** The setting that a name of the environment is most likely a misspelling of, or null. */
    static @Nullable Setting<?> misspelt(String name) {
        String similar = Nearest.similar(name, SettingsTable.names(Places.FLAG), name.length() > 6 ? 2 : 1);
        return similar == null ? null : SettingsTable.find(similar);
    }
}
