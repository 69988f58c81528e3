package dev.effe.tool.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.app.AppCheck;
import dev.effe.server.cli.ToolException;
import dev.effe.server.kit.RouteSamples;
import dev.effe.server.route.pattern.RouteConflict;
import dev.effe.server.route.pattern.RoutePattern;
import dev.effe.server.route.pattern.Routed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routers that know path prefixes alone, or methods too, send requests to the functions of their routes. */
class PathMatchesTest {

    private static final String[] WORLD = {"a", "b", "c", ""};
    private static final String[] METHODS = {"GET", "HEAD", "POST", "OPTIONS", "LOCK"};
    private static final List<String> PATHS = RouteSamples.paths(5, WORLD);

    @TempDir
    Path folder;

    private AppRoutes routes(Map<String, List<String>> functions) throws IOException {
        StringBuilder yaml = new StringBuilder("effe: 1\nname: shop\nfunctions:\n");
        functions.forEach((name, routes) -> yaml.append("  ")
                .append(name)
                .append(": {code: none, routes: [")
                .append(routes.stream().map(route -> "\"" + route + "\"").collect(Collectors.joining(", ")))
                .append("]}\n"));
        AppCheck check = AppCheck.ofFiles(List.of(Files.writeString(folder.resolve("effe.yaml"), yaml)));
        assertThat(check.errors()).isEmpty();
        return AppRoutes.of(check.application().orElseThrow());
    }

    private AppRoutes twoFunctions(String one, String other) throws IOException {
        Map<String, List<String>> functions = new LinkedHashMap<>();
        functions.put("one", List.of(one.split(" *; *")));
        functions.put("two", List.of(other.split(" *; *")));
        return routes(functions);
    }

    private static String said(List<PathMatch> matches) {
        return matches.stream()
                .map(match -> match.function() + " " + (match.method() == null ? "" : match.method() + " ")
                        + match.path() + (match.exact() ? "" : "*"))
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /a                  | GET /b                   | one /a; two /b",
                "GET /a/{x}; POST /a     | GET /b/{x}/c; * /b       | one /a; one /a*; two /b; two /b*",
                "GET /a/{x}; GET /a/{x}/b| GET /b                   | one /a*; two /b",
                "GET /a                  | POST /a                  | two POST /a; one /a",
                "GET /a/{x}              | POST /a/{x}              | two POST /a*; one /a*",
                "GET /a/b                | DELETE /a/{x}            | two /a*; one GET /a/b; one HEAD /a/b",
                "* /a/b                  | GET /a/{x}               | two /a*; one /a/b",
                "GET /                   | GET /a/                  | one /; two /a/",
                "* /a; * /a/{r...}       | * /{r...}; * /           | two /; two /*; one /a; one /a*",
                "GET /a%2Fb/c            | GET /b                   | one /*; two /b",
                "GET /%61/%C3%A9         | GET /b                   | one /a/%C3%A9; two /b"
            })
    void tellsFunctionsApartByPathAndWhereTheyShareOneByMethod(String one, String other, String matches)
            throws IOException {
        assertThat(said(PathMatches.of(twoFunctions(one, other), "HTTPRoute", true)))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /a/{x}       | GET /a/{x}/b  | GET /a/{x}/b  | GET /a/{x}    | GET /a/x      | two",
                "GET /a/{x}       | * /{r...}     | GET /a/{x}    | * /{r...}     | GET /a        | one",
                "LOCK /a/{x}      | MOVE /a/{x}   | MOVE /a/{x}   | LOCK /a/{x}   | LOCK /a/x     | two"
            })
    void namesTwoRoutesAndARequestWhereThatIsNotEnough(
            String one, String other, String wrong, String due, String request, String function) throws IOException {
        AppRoutes routes = twoFunctions(one, other);
        Optional<String> message = problem(routes, true);

        assertThat(message).isPresent();
        assertThat(message.orElseThrow())
                .startsWith("HTTPRoute cannot tell \"" + wrong + "\" of " + function + " and \"" + due + "\" of ")
                .contains(" apart: " + request + " would get to " + function + ". HAProxy can");
    }

    @Test
    void knowsNoMethodsForAnIngress() throws IOException {
        AppRoutes routes = twoFunctions("GET /a", "POST /a");

        assertThat(problem(routes, true)).isEmpty();
        assertThat(problem(routes, false).orElseThrow())
                .startsWith("HTTPRoute cannot tell \"")
                .contains("\"GET /a\"", "\"POST /a\"");
    }

    private static Optional<String> problem(AppRoutes routes, boolean byMethod) {
        try {
            PathMatches.of(routes, "HTTPRoute", byMethod);
            return Optional.empty();
        } catch (ToolException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    @Test
    void takesAThousandRoutes() throws IOException {
        Map<String, List<String>> functions = new LinkedHashMap<>();
        for (int i = 0; i < 50; i++) {
            List<String> routes = new ArrayList<>();
            for (int j = 0; j < 19; j++) {
                routes.add("GET /f" + i + "/r" + j + "/{x}");
            }
            routes.add((i % 2 == 0 ? "GET" : "POST") + " /shared/" + i / 2);
            functions.put("f" + i, routes);
        }

        assertThat(PathMatches.of(routes(functions), "HTTPRoute", true)).hasSize(1000);
    }

    /** Whoever looks at all requests of a small world finds none astray, where it was said that there is none. */
    @Test
    void sendsEveryRequestOfASmallWorldToItsFunction() throws IOException {
        Random random = new Random(20261130);
        int told = 0;
        for (int round = 0; round < 500; round++) {
            AppRoutes routes = random(random);
            boolean byMethod = random.nextBoolean();
            if (problem(routes, byMethod).isEmpty()) {
                told++;
                checkAll(routes, PathMatches.of(routes, "HTTPRoute", byMethod));
            }
        }
        assertThat(told).isBetween(60, 480); // Else this would prove little.
    }

    private AppRoutes random(Random random) throws IOException {
        Map<String, List<String>> functions = new LinkedHashMap<>(Map.of("one", new ArrayList<>()));
        functions.put("two", new ArrayList<>());
        List<Routed<String>> known = new ArrayList<>();
        int most = 2 + random.nextInt(4);
        for (int i = 0; i < most; i++) {
            Routed<String> next =
                    new Routed<>(RoutePattern.parse(pattern(random)), random.nextBoolean() ? "one" : "two");
            known.add(next);
            if (RouteConflict.among(known.stream().map(Routed::pattern).toList())
                    .isEmpty()) {
                functions.get(next.target()).add(next.pattern().toString());
            } else {
                known.remove(next);
            }
        }
        return routes(functions);
    }

    private static String pattern(Random random) {
        StringBuilder path = new StringBuilder();
        int length = 1 + random.nextInt(3);
        for (int i = 0; i < length; i++) {
            boolean last = i == length - 1;
            path.append('/')
                    .append(
                            switch (random.nextInt(last ? 7 : 5)) {
                                case 0, 1, 2 -> random.nextBoolean() ? "a" : "b";
                                case 3, 4 -> "{p" + i + "}";
                                case 5 -> "";
                                default -> "{r...}";
                            });
        }
        return (random.nextInt(3) == 0 ? "*" : METHODS[random.nextInt(METHODS.length)]) + " " + path;
    }

    private static void checkAll(AppRoutes routes, List<PathMatch> matches) {
        for (String path : PATHS) {
            for (String method : METHODS) {
                Routed<String> due = routes.table().find(method, path);
                if (due != null) {
                    assertThat(chosen(matches, method, path))
                            .as("%s %s, %s: %s", method, path, due, said(matches))
                            .containsOnly(due.target());
                }
            }
        }
    }

    /** As Gateway API says: a whole path, then the longest prefix, then a method; all that are equal. */
    private static List<String> chosen(List<PathMatch> matches, String method, String path) {
        List<PathMatch> left = new ArrayList<>(matches);
        left.removeIf(match -> match.method() != null && !match.method().equals(method));
        left.removeIf(match -> match.exact()
                ? !path.equals(match.path())
                : !(path + "/").startsWith(match.path().equals("/") ? "/" : match.path() + "/"));
        boolean exact = left.stream().anyMatch(PathMatch::exact);
        left.removeIf(match -> match.exact() != exact);
        int longest =
                left.stream().mapToInt(match -> match.path().length()).max().orElse(0);
        left.removeIf(match -> match.path().length() < longest);
        boolean named = left.stream().anyMatch(match -> match.method() != null);
        left.removeIf(match -> (match.method() != null) != named);
        return left.stream().map(PathMatch::function).toList();
    }
}
