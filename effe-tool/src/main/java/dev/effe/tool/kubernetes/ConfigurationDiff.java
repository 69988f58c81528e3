package dev.effe.tool.kubernetes;

import dev.effe.server.net.Mask;
import dev.effe.tool.deploy.plan.FieldChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares the configuration of a version with what is to be, key by key. Stateless. */
final class ConfigurationDiff {

    private static final String SECRETS = "secrets.";

    private ConfigurationDiff() {}

    /**
     * The keys that differ, sorted.
     *
     * @param secretsChange true if the values of secrets, or their names, are others
     */
    static List<FieldChange> of(
            SortedMap<String, String> before, SortedMap<String, String> after, boolean secretsChange) {
        List<FieldChange> changes = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String key : keys) {
            if (!Objects.equals(before.get(key), after.get(key))) {
                boolean secret = key.startsWith(SECRETS) || Mask.namesSecret(key.replaceFirst("^[a-z]+\\.", ""));
                changes.add(new FieldChange(key, quoted(before.get(key)), quoted(after.get(key)), secret));
            }
        }
        if (secretsChange && changes.stream().noneMatch(change -> change.key().startsWith(SECRETS))) {
            changes.add(new FieldChange("secrets", "", "", true));
        }
        return changes;
    }

    private static @Nullable String quoted(@Nullable String text) {
        return text == null ? null : Overlay.quoted(text);
    }
}
