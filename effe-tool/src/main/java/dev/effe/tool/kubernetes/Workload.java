package dev.effe.tool.kubernetes;

import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A function as a cluster is to run it, without the values of secrets. Immutable.
 *
 * @param application its name in effe.yaml
 * @param function its name in effe.yaml
 * @param name of its resources
 * @param image its name without a tag
 * @param digest of the image
 * @param memoryMb of a pod; empty for the base's
 * @param ownContexts true if effe.yaml says how many contexts there are, and not the base
 * @param callees the address of each function that it calls, by name
 * @param callsToken true if it takes part in calls between functions, which a token guards
 * @param secrets the variables whose values are in a Secret
 * @param secretFiles the keys of the Secret that are files, by their paths in the container
 * @param wayOut the ports that it reaches outside, besides names and the functions that it calls
 */
record Workload(
        String application,
        String function,
        String name,
        String image,
        String digest,
        OptionalInt memoryMb,
        boolean ownContexts,
        SortedMap<String, String> callees,
        boolean callsToken,
        List<String> secrets,
        SortedMap<String, String> secretFiles,
        List<Integer> wayOut) {

    /** Copies what it is given. */
    Workload {
        callees = new TreeMap<>(callees);
        secrets = List.copyOf(secrets);
        secretFiles = new TreeMap<>(secretFiles);
        wayOut = List.copyOf(wayOut);
    }

    boolean hasSecret() {
        return !secrets.isEmpty() || !secretFiles.isEmpty();
    }
}
