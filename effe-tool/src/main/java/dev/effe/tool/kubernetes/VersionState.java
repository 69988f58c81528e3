package dev.effe.tool.kubernetes;

import dev.effe.tool.kubernetes.Rollout.PodTrouble;
import dev.effe.tool.remote.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The Deployment of a version and its pods, at one moment. Immutable.
 *
 * @param deployment as the API has it
 * @param pods as the API has them
 */
record VersionState(Map<String, Object> deployment, List<Map<String, Object>> pods) {

    /** A container that waits for one of these starts by no waiting. */
    private static final Set<String> IN_VAIN = Set.of(
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "CreateContainerConfigError",
            "CreateContainerError");

    /** One end may be a database that is not there yet. */
    private static final int MOST_RESTARTS = 2;

    /** Copies the list. */
    VersionState {
        pods = List.copyOf(pods);
    }

    /** Reads a list of both. */
    static VersionState of(Map<String, Object> answer) {
        Map<String, Object> deployment = Map.of();
        List<Map<String, Object>> pods = new ArrayList<>();
        for (Object item : JsonFields.list(answer.get("items"))) {
            Map<String, Object> resource = JsonFields.map(item);
            if (JsonFields.text(resource, "kind").equals("Pod")) {
                pods.add(resource);
            } else {
                deployment = resource;
            }
        }
        return new VersionState(deployment, pods);
    }

    private Map<String, Object> status() {
        return JsonFields.map(deployment.get("status"));
    }

    long replicas() {
        return JsonFields.number(JsonFields.map(deployment.get("spec")), "replicas");
    }

    boolean rests() {
        return replicas() == 0;
    }

    /** True if all pods that there are to be are ready, and of this version of the Deployment. */
    boolean isReady() {
        return !rests()
                && isObserved()
                && JsonFields.number(status(), "updatedReplicas") >= replicas()
                && JsonFields.number(status(), "availableReplicas") >= replicas();
    }

    /** True if the status is of the Deployment as it is now. */
    private boolean isObserved() {
        long generation = JsonFields.number(JsonFields.map(deployment.get("metadata")), "generation");
        return JsonFields.number(status(), "observedGeneration") >= generation;
    }

    /** The reason for which waiting longer is in vain; empty if there is none. */
    Optional<PodTrouble> trouble() {
        for (Map<String, Object> pod : pods) {
            String name = JsonFields.text(JsonFields.map(pod.get("metadata")), "name");
            for (Object item : JsonFields.list(JsonFields.map(pod.get("status")).get("containerStatuses"))) {
                Map<String, Object> status = JsonFields.map(item);
                Map<String, Object> waiting =
                        JsonFields.map(JsonFields.map(status.get("state")).get("waiting"));
                String reason = JsonFields.text(waiting, "reason");
                boolean ends =
                        reason.equals("CrashLoopBackOff") && JsonFields.number(status, "restartCount") >= MOST_RESTARTS;
                if (ends || IN_VAIN.contains(reason)) {
                    return Optional.of(PodTrouble.of(name, status));
                }
            }
        }
        return overdue();
    }

    private Optional<PodTrouble> overdue() {
        List<String> said = new ArrayList<>();
        boolean overdue = false;
        for (Object item : JsonFields.list(status().get("conditions"))) {
            Map<String, Object> condition = JsonFields.map(item);
            overdue |= JsonFields.text(condition, "reason").equals("ProgressDeadlineExceeded");
            boolean bad = JsonFields.text(condition, "type").equals("ReplicaFailure")
                    || JsonFields.text(condition, "reason").equals("ProgressDeadlineExceeded");
            if (bad) {
                said.add(JsonFields.text(condition, "message"));
            }
        }
        return overdue && isObserved() && !rests()
                ? Optional.of(new PodTrouble("", String.join("; ", said), 0))
                : Optional.empty();
    }
}
