package dev.effe.tool.deploy.plan;

import dev.effe.tool.remote.LambdaFunctions.PackedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A file of a function's code that a deployment changes. Immutable.
 *
 * @param before null if it is not there
 * @param after null if it goes
 */
public record FileChange(
        String path, @Nullable PackedFile before, @Nullable PackedFile after) {

    /** The changes between two packages, sorted by path. */
    static List<FileChange> between(SortedMap<String, PackedFile> before, SortedMap<String, PackedFile> after) {
        TreeSet<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        List<FileChange> changes = new ArrayList<>();
        for (String path : paths) {
            PackedFile old = before.get(path);
            PackedFile made = after.get(path);
            if (old == null || !old.equals(made)) {
                changes.add(new FileChange(path, old, made));
            }
        }
        return changes;
    }

    /** As diffs show it: {@code ~ com/acme/Orders.class 3.1kB -> 3.4kB}. */
    String text() {
        if (before == null) {
            return "+ " + path + " " + (after == null ? "" : Sizes.text(after.bytes()));
        }
        if (after == null) {
            return "- " + path;
        }
        String right = before.executable() == after.executable()
                ? ""
                : after.executable() ? ", executable" : ", not executable";
        return "~ " + path + " " + Sizes.text(before.bytes()) + " -> " + Sizes.text(after.bytes()) + right;
    }
}
