package dev.effe.server;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which functions of an application may call which, without a cycle. Immutable.
 *
 * @param allowed the names of the functions that may be called, by the name of the calling one
 * @param elsewhere where functions are that this process does not serve, by name
 */
record Calling(Map<String, Set<String>> allowed, Map<String, URI> elsewhere) {

    /** Nobody calls anybody. */
    static final Calling NONE = new Calling(Map.of(), Map.of());

    /** The functions, each before those that it calls: the order in which they can be stopped. */
    List<ServedFunction> callersFirst(List<ServedFunction> functions) {
        List<ServedFunction> left = new ArrayList<>(functions);
        List<ServedFunction> sorted = new ArrayList<>();
        while (!left.isEmpty()) {
            Set<String> called = new HashSet<>();
            left.forEach(function -> called.addAll(callees(function.name())));
            ServedFunction next = left.stream()
                    .filter(function -> !called.contains(function.name()))
                    .findFirst()
                    .orElse(left.get(0));
            left.remove(next);
            sorted.add(next);
        }
        return sorted;
    }

    Set<String> callees(String function) {
        return allowed.getOrDefault(function, Set.of());
    }
}
