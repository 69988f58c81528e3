package dev.effe.server;

import java.util.List;

/**
 * The functions that a reload has dealt with, by name; "" is the name of an only one. Immutable.
 *
 * @param kept served as before
 * @param replaced served by other code, or with other settings
 * @param added served from now on
 * @param removed not served any more
 */
public record Reload(List<String> kept, List<String> replaced, List<String> added, List<String> removed) {

    public Reload {
        kept = List.copyOf(kept);
        replaced = List.copyOf(replaced);
        added = List.copyOf(added);
        removed = List.copyOf(removed);
    }
}
