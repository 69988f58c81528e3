package dev.effe.server.app;

import dev.effe.server.app.yaml.Faults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds cycles of calls. In a cycle each function can wait for a context of the next, and none goes on; without one, every
 * pool drains.
 */
final class CallCycles {

    /** The calls that may be in a cycle, by their caller. */
    private final Map<String, List<Mention>> left = new LinkedHashMap<>();

    private CallCycles(Application application) {
        application
                .functions()
                .forEach((name, function) -> left.put(
                        name,
                        function.links().calls().stream()
                                .filter(callee -> !callee.text().equals(name))
                                .toList()));
    }

    static void check(Application application, Faults faults) {
        CallCycles cycles = new CallCycles(application);
        while (cycles.anyLeft()) {
            cycles.report(faults);
        }
    }

    /** Leaves out who calls nobody that is left, until nobody does. */
    private boolean anyLeft() {
        while (left.values().removeIf(calls -> calls.stream().noneMatch(callee -> left.containsKey(callee.text())))) {
            // Again: their callers may now be ones.
        }
        return !left.isEmpty();
    }

    private void report(Faults faults) {
        Map<String, Integer> seen = new HashMap<>();
        List<String> names = new ArrayList<>();
        List<Mention> calls = new ArrayList<>();
        String caller = left.keySet().iterator().next();
        while (!seen.containsKey(caller)) {
            seen.put(caller, names.size());
            names.add(caller);
            Mention callee = left.getOrDefault(caller, List.of()).stream()
                    .filter(call -> left.containsKey(call.text()))
                    .findFirst()
                    .orElseThrow();
            calls.add(callee);
            caller = callee.text();
        }
        List<String> cycle = new ArrayList<>(names.subList(seen.get(caller), names.size()));
        left.keySet().removeAll(cycle);
        cycle.add(caller);
        calls.get(calls.size() - 1)
                .fault(
                        faults,
                        "makes a cycle of calls, " + String.join(" → ", cycle)
                                + ", in which each can wait for the next: make one of them a plain Java call, or append to a"
                                + " topic instead");
    }
}
