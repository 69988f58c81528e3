package dev.effe.host.invoke;

import dev.effe.host.engine.InstanceSpec;
import dev.effe.host.engine.Instances;
import dev.effe.host.engine.Resolved;
import dev.effe.host.model.Alias;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.FunctionVersion;
import dev.effe.host.model.Qualifier;
import dev.effe.host.store.Functions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has calls go from one version to another without one of them waiting for a start: where the earlier target of an alias,
 * or of {@code $LATEST}, runs and the later one does not, that is started first, and calls go on to the earlier one until
 * then. The change is answered after that, so whoever made it sees it. A start that fails changes nothing of it: callers see
 * the error, as on AWS. Thread-safe.
 */
public final class Switches implements Functions.Listener {

    private static final Logger log = LoggerFactory.getLogger(Switches.class);

    private final Instances instances;
    private final Specs specs;
    private final Concurrency concurrency;
    private final Duration patience;

    /** The switches that are under way, by the names of their functions. */
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    /** The state in which calls of some qualifiers go on. */
    private record Held(FunctionState before, Set<String> qualifiers) {}

    /** @param patience how long a start may hold up a change */
    public Switches(Instances instances, Specs specs, Concurrency concurrency, Duration patience) {
        this.instances = instances;
        this.specs = specs;
        this.concurrency = concurrency;
        this.patience = patience;
    }

    /** The state of a function by which calls of a qualifier go now. */
    FunctionState stateFor(FunctionState now, String qualifier) {
        Held holds = held.isEmpty() ? null : held.get(now.name());
        return holds != null && holds.qualifiers.contains(qualifier) ? holds.before : now;
    }

    @Override
    public void changed(String name, @Nullable FunctionState before, @Nullable FunctionState after) {
        if (after == null) {
            concurrency.forget(name);
            specs.forget(name);
            instances.retire(version -> version.function().equals(name));
            return;
        }
        concurrency.reserve(name, after.reserved());
        if (before == null) {
            return;
        }
        Set<String> qualifiers = new HashSet<>();
        List<InstanceSpec> starts = starts(before, after, qualifiers);
        if (!starts.isEmpty()) {
            held.put(name, new Held(before, Set.copyOf(qualifiers)));
            try {
                await(starts);
            } finally {
                held.remove(name);
            }
        }
        retireAllBut(after);
    }

    /** The versions to start; adds the qualifiers whose calls wait for them. */
    private List<InstanceSpec> starts(FunctionState before, FunctionState after, Set<String> qualifiers) {
        List<InstanceSpec> starts = new ArrayList<>();
        add(Qualifier.LATEST, before, List.of(Qualifier.LATEST), after, List.of(Qualifier.LATEST), starts, qualifiers);
        before.aliases().forEach((name, alias) -> {
            Alias moved = after.aliases().get(name);
            if (moved != null) {
                add(name, before, targets(alias), after, targets(moved), starts, qualifiers);
            }
        });
        return starts;
    }

    private static List<String> targets(Alias alias) {
        List<String> targets = new ArrayList<>(List.of(alias.version()));
        if (alias.other() != null) {
            targets.add(alias.other().version());
        }
        return targets;
    }

    private void add(
            String qualifier,
            FunctionState before,
            List<String> from,
            FunctionState after,
            List<String> to,
            List<InstanceSpec> starts,
            Set<String> qualifiers) {
        boolean runs = specs(before, from).stream().anyMatch(spec -> instances.isRunning(spec.version()));
        if (!runs) {
            return;
        }
        for (InstanceSpec target : specs(after, to)) {
            if (!instances.isRunning(target.version())) {
                starts.add(target);
                qualifiers.add(qualifier);
            }
        }
    }

    private List<InstanceSpec> specs(FunctionState state, List<String> versions) {
        List<InstanceSpec> found = new ArrayList<>();
        for (String version : versions) {
            FunctionVersion known = state.version(version);
            if (known != null) {
                found.add(specs.of(state, known));
            }
        }
        return found;
    }

    private void await(List<InstanceSpec> starts) {
        CompletableFuture<?>[] all = starts.stream().map(instances::ready).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(all).get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.warn(
                    "{} is changed though its next instance does not run: {}",
                    starts.get(0).version(),
                    e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nobody comes any more to versions that were deleted, and to earlier states of {@code $LATEST}. */
    private void retireAllBut(FunctionState state) {
        Set<Resolved> alive = new HashSet<>();
        state.allVersions()
                .forEach(version -> alive.add(specs.of(state, version).version()));
        instances.retire(version -> version.function().equals(state.name()) && !alive.contains(version));
    }
}
