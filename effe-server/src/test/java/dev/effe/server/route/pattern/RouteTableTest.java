package dev.effe.server.route.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

    private static RouteTable<String> table(String... patterns) {
        return RouteTable.of(Stream.of(patterns)
                .map(text -> new Routed<>(RoutePattern.parse(text), text))
                .toList());
    }

    private static String find(RouteTable<String> table, String method, String target) {
        Routed<String> found = table.find(method, target);
        return found == null ? "none" : found.target();
    }

    private static final RouteTable<String> SHOP = table(
            "GET /",
            "GET /orders",
            "POST /orders",
            "GET /orders/{id}",
            "DELETE /orders/{id}",
            "* /orders/special",
            "GET /orders/{id}/lines/{line}",
            "GET /orders/special/lines/{x}",
            "GET /trailing/",
            "* /files/{rest...}",
            "GET /files/{name}/info",
            "HEAD /files/head/info",
            "GET /users/%61da",
            "GET /straße",
            "OPTIONS /own");

    @ParameterizedTest
    @CsvSource({
        "GET, /, GET /",
        "GET, /?x=/orders, GET /",
        "GET, /orders, GET /orders",
        "POST, /orders?a=b, POST /orders",
        "PUT, /orders, none",
        "GET, /Orders, none",
        "GET, /orders/, none",
        "GET, /orders/7, GET /orders/{id}",
        "HEAD, /orders/7, GET /orders/{id}",
        "HEAD, /files/head/info, HEAD /files/head/info",
        "GET, /orders/special, * /orders/special",
        "DELETE, /orders/special, * /orders/special",
        "GET, /orders/%73pecial, * /orders/special",
        "GET, /orders/special/lines/1, GET /orders/special/lines/{x}",
        "GET, /orders/7/lines/1, GET /orders/{id}/lines/{line}",
        "GET, /orders/7/lines, none",
        "GET, /trailing/, GET /trailing/",
        "GET, /trailing, none",
        "GET, /%6f%72ders/a%2Fb, GET /orders/{id}",
        "GET, /orders%2F7, none",
        "GET, /orders/.., none",
        "GET, /orders/%2e%2E, none",
        "GET, /orders/., none",
        "GET, /orders/%2e, none",
        "GET, /orders/..., GET /orders/{id}",
        "GET, /orders/%2e%2e%2e, GET /orders/{id}",
        "GET, /orders/..a, GET /orders/{id}",
        "GET, /orders/%2e%2, GET /orders/{id}",
        "GET, //orders, none",
        "GET, /orders//lines/1, none",
        "PATCH, /files/a/b/c, * /files/{rest...}",
        "GET, /files/a/info, GET /files/{name}/info",
        "PUT, /files/a/info, * /files/{rest...}",
        "GET, /files, none",
        "GET, /files/, none",
        "GET, /files/a/, none",
        "GET, /files//a, none",
        "GET, /files/a/../b, none",
        "GET, /users/ada, GET /users/%61da",
        "GET, /stra%C3%9Fe, GET /straße",
        "OPTIONS, /own, OPTIONS /own",
        "OPTIONS, /orders, none",
        "OPTIONS, *, none"
    })
    void findsTheMostSpecificRouteThatMatches(String method, String target, String route) {
        assertThat(find(SHOP, method, target)).isEqualTo(route);
    }

    @Test
    void triesAWiderRouteWhereANarrowerOneHasNotTheMethod() {
        RouteTable<String> table = table("GET /a/b", "POST /a/{x}", "* /{rest...}");

        assertThat(find(table, "POST", "/a/b")).isEqualTo("POST /a/{x}");
        assertThat(find(table, "PUT", "/a/b")).isEqualTo("* /{rest...}");
        assertThat(find(table, "HEAD", "/a/b")).isEqualTo("GET /a/b");
    }

    @Test
    void triesAWiderRouteWhereANarrowerOneEndsOtherwise() {
        RouteTable<String> table = table("GET /a/b/c", "GET /a/{x}/d", "GET /{y}/{z...}");

        assertThat(find(table, "GET", "/a/b/c")).isEqualTo("GET /a/b/c");
        assertThat(find(table, "GET", "/a/b/d")).isEqualTo("GET /a/{x}/d");
        assertThat(find(table, "GET", "/a/b/e")).isEqualTo("GET /{y}/{z...}");
    }

    @ParameterizedTest
    @CsvSource({
        "/orders, '[GET, HEAD, OPTIONS, POST]'",
        "/orders/7, '[DELETE, GET, HEAD, OPTIONS]'",
        "/orders/special, '[*, DELETE, GET, HEAD, OPTIONS]'",
        "/own, '[OPTIONS]'",
        "/files/head/info, '[*, GET, HEAD, OPTIONS]'",
        "/nowhere, '[]'",
        "/orders/.., '[]'",
        "*, '[]'"
    })
    void knowsTheMethodsOfAPath(String target, String methods) {
        assertThat(SHOP.methods(target)).hasToString(methods);
    }

    @Test
    void knowsTheMethodsOfAllPaths() {
        assertThat(table("GET /a", "LOCK /b").methods()).containsExactly("GET", "HEAD", "LOCK", "OPTIONS");
        assertThat(table("* /a", "LOCK /b").methods())
                .containsExactly("DELETE", "GET", "HEAD", "LOCK", "OPTIONS", "PATCH", "POST", "PUT");
        assertThat(table().methods()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /orders/, GET /orders",
        "PATCH, /orders/?a, GET /orders",
        "POST, /orders/, POST /orders",
        "GET, /trailing, GET /trailing/",
        "DELETE, /orders/7/, DELETE /orders/{id}",
        "GET, /files/a/, * /files/{rest...}",
        "GET, /files/, none",
        "GET, /, none",
        "GET, //, GET /",
        "GET, /nowhere/, none"
    })
    void knowsTheRouteOfAPathWithAnotherSlash(String method, String target, String route) {
        Routed<String> found = SHOP.findByOtherSlash(method, target);

        assertThat(found == null ? "none" : found.target()).isEqualTo(route);
    }

    @ParameterizedTest
    @CsvSource({
        "GET /a, GET /a, GET /a",
        "GET /%61, GET /a, GET /a",
        "* /a, * /a, GET /a",
        "GET /a/{x}, GET /a/{y}, GET /a/y",
        "POST /{x...}, POST /{y...}, POST /y",
        "GET /a/{x}/c, GET /a/b/{y}, GET /a/b/c",
        "* /a/{x}/c, DELETE /a/b/{y}, DELETE /a/b/c",
        "GET /a/{x}/c, * /a/b/{y}, GET /a/b/c",
        "* /{x}/b, * /a/{y...}, GET /a/b",
        "GET /{x}/b, HEAD /a/{y}, HEAD /a/b",
        "HEAD /{x}/b, GET /a/{y}, HEAD /a/b",
        "GET /{x}/a%2Fb/%C3%A9, GET /a/{y...}, GET /a/a%2Fb/%C3%A9"
    })
    void refusesRoutesOfWhichNeitherIsMoreSpecific(String first, String second, String request) {
        String both = "The routes \"" + first + "\" and \"" + second + "\" both match " + request;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table("GET /other", first, "GET /{more}", second))
                .withMessageMatching(
                        java.util.regex.Pattern.quote(both)
                                + "(: remove one|, and neither is more specific: write one so that in every segment it is as specific as the other or more)");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /a, POST /a",
        "GET /a, * /a",
        "GET /a, HEAD /a",
        "GET /a/{x}, * /a/{y}",
        "GET /a/{x}, POST /a/{y}",
        "GET /a/{x}/c, POST /a/b/{y}",
        "GET /a/{x}/c, GET /a/{x}/d",
        "GET /a/{x}/c, GET /a/b/c",
        "GET /a, GET /a/",
        "GET /a/{x}, GET /a/",
        "GET /{x}/b, GET /a/",
        "GET /{x}/, GET /a/{y}",
        "GET /{x...}, GET /a/{y}/{z...}",
        "GET /{x...}, GET /a/",
        "GET /{x}/b, GET /a/b/{y...}",
        "GET /a, GET /A"
    })
    void takesRoutesThatCanBeToldApart(String first, String second) {
        assertThat(table(first, second)).isNotNull();
        assertThat(table(second, first)).isNotNull();
    }

    @Test
    void namesAllConflictsOfAList() {
        List<RoutePattern> patterns = Stream.of("GET /a/{x}", "GET /{y}/b", "GET /a/{z}", "POST /a/{x}")
                .map(RoutePattern::parse)
                .toList();

        assertThat(RouteConflict.among(patterns))
                .extracting(conflict -> conflict.first() + ", " + conflict.second())
                .containsExactly("GET /a/{x}, GET /{y}/b", "GET /a/{x}, GET /a/{z}", "GET /{y}/b, GET /a/{z}");
    }

    @Test
    void hasAtMostAThousandRoutes() {
        String[] most = IntStream.range(0, RouteTable.MOST_ROUTES)
                .mapToObj(i -> "GET /r" + i + "/{x}")
                .toArray(String[]::new);
        assertThat(find(table(most), "GET", "/r999/1")).isEqualTo("GET /r999/{x}");

        most[0] = "GET /x";
        String[] more = Stream.concat(Stream.of(most), Stream.of("GET /y")).toArray(String[]::new);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table(more))
                .withMessage("There are 1001 routes: at most 1000 are allowed");
    }

    @Test
    void anEmptyTableHasNoRoute() {
        assertThat(find(table(), "GET", "/")).isEqualTo("none");
        assertThat(table().methods("/")).isEmpty();
    }

    /** Averaged, since the JVM counts what else the thread allocates now and then. */
    @Test
    void allocatesNothingForAPathWithoutEscapes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int calls = 10_000;
        long before = 0;
        for (int i = -calls; i < calls; i++) {
            before = i == 0 ? threads.getCurrentThreadAllocatedBytes() : before;
            assertFound(SHOP.find("GET", "/orders/1234567/lines/89?x=1"));
        }

        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / calls).isZero();
    }

    private static void assertFound(@Nullable Routed<String> found) {
        if (found == null) {
            throw new AssertionError();
        }
    }
}
