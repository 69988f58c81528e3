package dev.effe.tool.kubernetes;

import dev.effe.tool.deploy.plan.AliasTrail;
import dev.effe.tool.remote.AliasState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Deletes old versions, and stops the pods of those that no alias leads to. Stateless. */
final class ClusterRetention {

    /** All kinds that a version consists of. */
    static final String KINDS = "deployments,services,horizontalpodautoscalers,poddisruptionbudgets,networkpolicies,"
            + "serviceaccounts,secrets";

    /** The earlier targets of each alias that a rollback finds. */
    private static final int ROLLBACKS = 3;

    private final Kubectl kubectl;
    private final Rollout rollout;

    ClusterRetention(Kubectl kubectl, Rollout rollout) {
        this.kubectl = kubectl;
        this.rollout = rollout;
    }

    /**
     * The versions that have changed.
     *
     * @param deleted how many have gone
     * @param stopped how many have no pods any more
     */
    record Result(int deleted, int stopped) {}

    /**
     * Goes through the versions that are older than one.
     *
     * @param retain how many versions stay, the newest ones
     */
    Result apply(String name, int version, int retain) throws IOException {
        ClusterFunction function = ClusterFunction.read(kubectl, name);
        Set<Integer> held = held(function, ROLLBACKS);
        Set<Integer> running = held(function, 1); // So that a rollback needs no start.
        List<Integer> numbers = new ArrayList<>(function.numbers());
        int deleted = 0;
        int stopped = 0;
        for (int i = 0; i < numbers.size(); i++) {
            int number = numbers.get(i);
            ClusterVersion old = function.versions().get(number);
            if (number >= version) {
                continue;
            }
            if (i < numbers.size() - retain && !held.contains(number)) {
                kubectl.run("delete", KINDS, "--selector=" + Names.selector(name, "" + number), "--wait=false");
                deleted++;
            } else if (old != null && old.replicas() > 0 && !running.contains(number)) {
                rollout.rest(name, "" + number);
                stopped++;
            }
        }
        return new Result(deleted, stopped);
    }

    /** The versions of aliases, and so many that each had before. */
    private static Set<Integer> held(ClusterFunction function, int earlier) {
        Set<Integer> held = new HashSet<>();
        for (AliasState alias : function.aliases().values()) {
            held.add(Integer.parseInt(alias.version()));
            Optional<AliasTrail> trail = ClusterAliases.trail(alias);
            trail.ifPresent(known -> known.earlier().stream()
                    .filter(number -> function.versions().containsKey(Integer.parseInt(number)))
                    .limit(earlier)
                    .forEach(number -> held.add(Integer.parseInt(number))));
        }
        return held;
    }
}
