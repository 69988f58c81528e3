package dev.effe.tool.deploy.plan;

import dev.effe.server.net.Mask;
import dev.effe.tool.remote.Configuration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares the configuration of a function with what it is to be, field by field. Confined to one thread. */
final class ConfigDiff {

    private final List<FieldChange> changes = new ArrayList<>();

    private ConfigDiff() {}

    /** The fields that change, sorted; all of them for a function that is not there yet. */
    static List<FieldChange> of(Optional<Configuration> live, Desired desired) {
        ConfigDiff diff = new ConfigDiff();
        Configuration there = live.orElse(null);
        diff.text("handler", there == null ? null : there.handler(), desired.handler());
        diff.text("runtime", there == null ? null : there.runtime(), desired.runtimeBeside(live));
        desired.memoryMb()
                .ifPresent(memory -> diff.plain("memory", there == null ? null : "" + there.memoryMb(), "" + memory));
        desired.timeoutSeconds()
                .ifPresent(timeout ->
                        diff.plain("timeout", there == null ? null : there.timeoutSeconds() + "s", timeout + "s"));
        desired.role().ifPresent(role -> diff.text("role", there == null ? null : there.role(), role));
        diff.environment(there, desired);
        diff.changes.sort(Comparator.comparing(FieldChange::key));
        return diff.changes;
    }

    private void environment(@Nullable Configuration there, Desired desired) {
        Set<String> names = new TreeSet<>(desired.environment().keySet());
        if (there != null) {
            names.addAll(there.environment().keySet());
        }
        for (String name : names) {
            String before = there == null ? null : there.environment().get(name);
            String after = desired.environment().get(name);
            // A variable that goes may have been a secret; nobody can tell any more.
            boolean secret = desired.secrets().contains(name) || after == null || Mask.namesSecret(name);
            add("environment." + name, quoted(before), quoted(after), secret);
        }
    }

    private void text(String key, @Nullable String before, String after) {
        add(key, quoted(before), quoted(after), false);
    }

    private void plain(String key, @Nullable String before, String after) {
        add(key, before, after, false);
    }

    private void add(String key, @Nullable String before, @Nullable String after, boolean secret) {
        if (!Objects.equals(before, after)) {
            changes.add(new FieldChange(key, before, after, secret));
        }
    }

    /** On one line, however many it has. */
    private static @Nullable String quoted(@Nullable String text) {
        return text == null
                ? null
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
