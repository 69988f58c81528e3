package dev.effe.tool.remote;

import java.util.Map;
import java.util.TreeMap;

/**
 * An alias as a place has it. Immutable.
 *
 * @param version the one that gets the calls that no other gets
 * @param weights the share of calls that each other version gets, from 0 to 1
 * @param revision which state of it this is
 */
public record AliasState(
        String name, String version, Map<String, Double> weights, String description, String revision) {

    /** Takes a copy of the map. */
    public AliasState {
        weights = Map.copyOf(weights);
    }

    static AliasState of(Map<String, Object> json) {
        Map<String, Double> weights = new TreeMap<>();
        JsonFields.map(JsonFields.map(json.get("RoutingConfig")).get("AdditionalVersionWeights"))
                .forEach((version, share) -> {
                    if (share instanceof Number number) {
                        weights.put(version, number.doubleValue());
                    }
                });
        return new AliasState(
                JsonFields.text(json, "Name"),
                JsonFields.text(json, "FunctionVersion"),
                weights,
                JsonFields.text(json, "Description"),
                JsonFields.text(json, "RevisionId"));
    }

    /** True if all of its calls go to one version, and that is this one. */
    public boolean isAt(String candidate) {
        return version.equals(candidate) && weights.isEmpty();
    }
}
