package dev.effe.tool.kubernetes;

import dev.effe.tool.deploy.plan.AliasTrail;
import dev.effe.tool.deploy.plan.Live;
import dev.effe.tool.remote.AliasState;
import dev.effe.tool.remote.Configuration;
import dev.effe.tool.remote.JsonFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A function as a cluster has it. Immutable.
 *
 * @param versions by number
 * @param numbers those that are taken: of versions, and of deployments that ended half way
 * @param aliases by name
 * @param applications those that have resources of this name; one, unless two have functions of the same name
 */
record ClusterFunction(
        SortedMap<Integer, ClusterVersion> versions,
        SortedSet<Integer> numbers,
        SortedMap<String, AliasState> aliases,
        SortedSet<String> applications) {

    /** Asks a cluster, at once, so that aliases and versions fit each other. */
    static ClusterFunction read(Kubectl kubectl, String name) throws IOException {
        SortedMap<Integer, ClusterVersion> versions = new TreeMap<>();
        SortedSet<Integer> numbers = new TreeSet<>();
        SortedMap<String, AliasState> aliases = new TreeMap<>();
        SortedSet<String> applications = new TreeSet<>();
        Map<String, Object> answer =
                kubectl.json("get", "deployments,services", "--selector=" + Names.selector(name), "--output=json");
        for (Object item : JsonFields.list(answer.get("items"))) {
            Map<String, Object> resource = JsonFields.map(item);
            Map<String, Object> labels = labels(resource);
            applications.add(JsonFields.text(labels, Names.PART_OF));
            int number = number(JsonFields.text(labels, Names.VERSION));
            boolean isService = JsonFields.text(resource, "kind").equals("Service");
            String alias = JsonFields.text(labels, Names.ALIAS);
            if (isService && !alias.isEmpty()) {
                aliases.put(alias, alias(alias, resource));
            } else if (number > 0) {
                numbers.add(number);
                if (!isService) {
                    versions.put(number, ClusterVersion.of(number, resource));
                }
            }
        }
        return new ClusterFunction(versions, numbers, aliases, applications);
    }

    private static Map<String, Object> labels(Map<String, Object> resource) {
        return JsonFields.map(JsonFields.map(resource.get("metadata")).get("labels"));
    }

    /** The number in {@code v3}; 0 if it is no version of effe's. */
    static int number(String label) {
        return label.matches("v[1-9][0-9]{0,8}") ? Integer.parseInt(label.substring(1)) : 0;
    }

    private static AliasState alias(String name, Map<String, Object> service) {
        Map<String, Object> metadata = JsonFields.map(service.get("metadata"));
        Map<String, Object> selector =
                JsonFields.map(JsonFields.map(service.get("spec")).get("selector"));
        String history = JsonFields.text(JsonFields.map(metadata.get("annotations")), Names.HISTORY);
        return new AliasState(
                name,
                "" + number(JsonFields.text(selector, Names.VERSION)),
                Map.of(),
                history.isEmpty() ? "" : AliasTrail.MARK + history,
                JsonFields.text(metadata, "resourceVersion"));
    }

    /** The number of the next version. */
    int next() {
        int last = numbers.isEmpty() ? 0 : numbers.last();
        return last + 1;
    }

    /** The newest version; empty if there is none. */
    Optional<ClusterVersion> last() {
        return versions.isEmpty() ? Optional.empty() : Optional.ofNullable(versions.get(versions.lastKey()));
    }

    /** The versions with a hash, the newest first. */
    List<ClusterVersion> withHash(String hash) {
        List<ClusterVersion> found = new ArrayList<>();
        versions.values().stream()
                .filter(version -> version.hash().equals(hash))
                .forEach(found::add);
        Collections.reverse(found);
        return found;
    }

    /** True if an alias leads to a version. */
    boolean isLedTo(String version) {
        return aliases.values().stream().anyMatch(alias -> alias.version().equals(version));
    }

    /** As commands show it. */
    Live shown() {
        List<Configuration> all =
                versions.values().stream().map(ClusterVersion::shown).toList();
        return new Live(last().map(ClusterVersion::shown), all, aliases);
    }
}
