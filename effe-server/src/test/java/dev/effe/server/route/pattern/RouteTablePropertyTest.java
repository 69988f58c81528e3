package dev.effe.server.route.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.RouteSamples;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Holds the table to its contract, written out once more over sets: all requests of a small world, and of each pattern
 * those that it matches. More specific is whose paths are a subset; what no subset tells apart is a conflict.
 */
class RouteTablePropertyTest {

    private static final int ROUNDS = 10_000;
    private static final String[] METHODS = {"GET", "HEAD", "POST", "OPTIONS"};
    private static final String[] WORLD = {"a", "b", "c", "%61", "", ".", "%2e%2E", "a%2Fb"};
    /** All paths of up to four segments. */
    private static final List<String> PATHS = RouteSamples.paths(4, WORLD);

    private final Random random = new Random(20261130);
    private final Map<String, Known> known = new HashMap<>();

    private String pattern() {
        StringBuilder path = new StringBuilder();
        int length = 1 + random.nextInt(3);
        for (int i = 0; i < length; i++) {
            boolean last = i == length - 1;
            path.append('/')
                    .append(
                            switch (random.nextInt(last ? 8 : 5)) {
                                case 0, 1, 2 -> random.nextBoolean() ? "a" : "b";
                                case 3, 4 -> "{p" + i + random.nextInt(2) + "}";
                                case 5 -> "";
                                case 6 -> "a%2Fb";
                                default -> "{r" + random.nextInt(2) + "...}";
                            });
        }
        int method = random.nextInt(METHODS.length + 2);
        return (method < METHODS.length ? METHODS[method] : method == METHODS.length ? "*" : "GET") + " " + path;
    }

    /** A pattern, and the paths of the world that it matches. */
    private record Known(String text, String method, BitSet paths) {

        static Known of(String text) {
            String path = text.substring(text.indexOf(' ') + 1);
            BitSet matched = new BitSet();
            for (int i = 0; i < PATHS.size(); i++) {
                matched.set(i, matches(path, PATHS.get(i)));
            }
            return new Known(text, text.substring(0, text.indexOf(' ')), matched);
        }

        private static boolean matches(String pattern, String path) {
            return matches(
                    List.of(pattern.substring(1).split("/", -1)),
                    List.of(path.substring(1).split("/", -1)));
        }

        private static boolean matches(List<String> pattern, List<String> path) {
            if (pattern.isEmpty() || path.isEmpty()) {
                return pattern.isEmpty() && path.isEmpty();
            }
            String head = pattern.get(0);
            if (head.endsWith("...}")) {
                return path.stream().allMatch(Known::isValue);
            }
            boolean same =
                    head.startsWith("{") ? isValue(path.get(0)) : decoded(head).equals(decoded(path.get(0)));
            return same && matches(pattern.subList(1, pattern.size()), path.subList(1, path.size()));
        }

        private static boolean isValue(String segment) {
            return !Set.of("", ".", "..").contains(decoded(segment));
        }

        private static String decoded(String segment) {
            return segment.replace("%61", "a")
                    .replace("%2e", ".")
                    .replace("%2E", ".")
                    .replace("%2F", "/");
        }

        /** The fit to a method: 0 none at all, more is better. */
        int serves(String asked) {
            if (method.equals(asked)) {
                return 3;
            }
            return asked.equals("HEAD") && method.equals("GET") ? 2 : method.equals("*") ? 1 : 0;
        }

        boolean isInside(Known other) {
            BitSet rest = (BitSet) paths.clone();
            rest.andNot(other.paths);
            return rest.isEmpty() && !paths.equals(other.paths);
        }

        boolean isBetterThan(Known other, String asked) {
            return isInside(other) || (paths.equals(other.paths) && serves(asked) > other.serves(asked));
        }

        boolean conflictsWith(Known other) {
            if (paths.equals(other.paths)) {
                return method.equals(other.method);
            }
            boolean crossing = !isInside(other) && !other.isInside(this) && paths.intersects(other.paths);
            return crossing
                    && List.of(METHODS).stream().anyMatch(asked -> serves(asked) > 0 && other.serves(asked) > 0);
        }
    }

    private static @Nullable Known best(List<Known> routes, String method, int path) {
        List<Known> matching = routes.stream()
                .filter(route -> route.serves(method) > 0 && route.paths.get(path))
                .toList();
        return matching.stream()
                .filter(route ->
                        matching.stream().allMatch(other -> other == route || route.isBetterThan(other, method)))
                .findFirst()
                .orElseGet(() -> {
                    assertThat(matching).as("%s %s", method, PATHS.get(path)).isEmpty();
                    return null;
                });
    }

    @Test
    void findsWhatSetsSay() {
        int tables = 0;
        int conflicts = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<Known> routes = new ArrayList<>();
            int most = 2 + random.nextInt(5);
            for (int i = 0; i < most; i++) {
                Known next = known.computeIfAbsent(pattern(), Known::of);
                if (conflict(routes, next)) {
                    conflicts++;
                } else {
                    routes.add(next);
                }
            }
            tables++;
            check(routes);
        }
        assertThat(tables).isEqualTo(ROUNDS);
        assertThat(conflicts).isGreaterThan(ROUNDS / 10); // Else this would prove little.
    }

    /** True if the pattern conflicts with one of these; the table's own judgement must be the same for each. */
    private static boolean conflict(List<Known> routes, Known next) {
        boolean any = false;
        for (Known known : routes) {
            boolean expected = known.conflictsWith(next);
            List<RouteConflict> found =
                    RouteConflict.among(List.of(RoutePattern.parse(known.text), RoutePattern.parse(next.text)));
            assertThat(found).as("%s and %s", known.text, next.text).hasSize(expected ? 1 : 0);
            for (RouteConflict conflict : found) {
                String path = conflict.path();
                assertThat(Known.matches(known.text.substring(known.text.indexOf('/')), path)
                                && Known.matches(next.text.substring(next.text.indexOf('/')), path)
                                && known.serves(conflict.method()) > 0
                                && next.serves(conflict.method()) > 0)
                        .as(conflict.message())
                        .isTrue();
            }
            any |= expected;
        }
        return any;
    }

    private void check(List<Known> routes) {
        RouteTable<Known> table = RouteTable.of(routes.stream()
                .map(route -> new Routed<>(RoutePattern.parse(route.text), route))
                .toList());
        for (int i = 0; i < 40; i++) {
            int index = random.nextInt(PATHS.size());
            if (random.nextBoolean()) { // Most paths are no route's.
                int near = routes.get(random.nextInt(routes.size())).paths.nextSetBit(index);
                index = near < 0 ? index : near;
            }
            String path = PATHS.get(index);
            String method = METHODS[random.nextInt(METHODS.length)];
            Known expected = best(routes, method, index);
            Routed<Known> found = table.find(method, path + (random.nextBoolean() ? "?/a" : ""));
            assertThat(found == null ? null : found.target())
                    .as(
                            "%s %s in %s",
                            method, path, routes.stream().map(Known::text).toList())
                    .isSameAs(expected);
            assertThat(table.methods(path)).isEqualTo(methods(routes, index));
        }
    }

    private static Set<String> methods(List<Known> routes, int path) {
        Set<String> methods = new TreeSet<>();
        for (Known route : routes) {
            if (route.paths.get(path)) {
                methods.addAll(route.method.equals("GET") ? Set.of("GET", "HEAD") : Set.of(route.method));
                methods.add("OPTIONS");
            }
        }
        return methods;
    }
}
