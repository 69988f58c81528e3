package dev.effe.server.route.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutePatternTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /",
                "* /",
                "POST /orders",
                "GET /orders/",
                "GET /orders/{id}",
                "GET /orders/{id}/lines/{line_2}/",
                "* /{rest...}",
                "GET /files/{rest...}",
                "PROPFIND /a",
                "X-M.1 /a",
                "GET /%75sers",
                "GET /stra\u00dfe/\ud83d\ude00",
                "GET /a;b=1,c@d:e/~f-g_h.i!j$k&l+m'n",
                "GET /%2A/%3Aid/%7Bx%7D/a%2Fb",
                "GET /.../.a",
                "GET /{a-b}/{_}"
            })
    void readsWhatItPrints(String text) {
        assertThat(RoutePattern.parse(text)).hasToString(text);
    }

    @Test
    void takesSpacesAroundAndBetweenForOne() {
        assertThat(RoutePattern.parse("  GET   /a ")).hasToString("GET /a");
    }

    @Test
    void knowsItsParts() {
        RoutePattern pattern = RoutePattern.parse("GET /a/{x}/{y...}");

        assertThat(pattern.method()).isEqualTo("GET");
        assertThat(pattern.path()).isEqualTo("/a/{x}/{y...}");
        assertThat(pattern.names()).containsExactly("x", "y");
        assertThat(RoutePattern.parse("GET /a").names()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                  | is empty: a route is a method and a path, such as GET /orders/{id}",
                "'  '                | is empty",
                "/orders             | has no method: write GET /orders, or * /orders for all methods",
                "GET                 | has no path: a route is a method and a path, such as GET /orders/{id}",
                "GET orders          | has a path without a slash at its start: write GET /orders",
                "GET {x}             | has a path without a slash at its start: write GET /{x}",
                "GET http://a/b      | has a URL: write the path alone, without scheme and host",
                "get /a              | has the method get, but methods are case-sensitive: write GET",
                "Post /a             | write POST",
                "GET,POST /a         | has several methods: write a route for each, or * for all",
                "G(T /a              | has a method that HTTP does not allow",
                "TRACE /a            | has the method TRACE, which the server refuses",
                "CONNECT /a          | has the method CONNECT, which the server refuses",
                "GET //              | has an empty segment: write one slash in place of //",
                "GET /a//b           | has an empty segment",
                "GET /./a            | has the segment ., which clients and proxies resolve",
                "GET /a/..           | has the segment ..",
                "GET /a/%2e%2E       | has the segment %2e%2E",
                "GET /a/.%2e/b       | has the segment .%2e",
                "GET /a b            | has white space or a control character in its path: write it escaped, such as %20",
                "GET /a?b=1          | has a ?, but neither a query nor an optional part belongs to a route",
                "GET /a#b            | has a fragment, which no client sends",
                "GET /a%             | has \"a%\" with a % that two hexadecimal digits do not follow: write %25 for it",
                "GET /a%4            | has \"a%4\" with a %",
                "GET /%zz/b          | has \"%zz\" with a %",
                "GET /%\uff11\uff12  | with a % that two",
                "GET /%00            | has %00, which the server refuses",
                "GET /%ff            | has \"%ff\", whose escapes are no UTF-8",
                "GET /%C3/%A9        | has \"%C3\", whose escapes are no UTF-8",
                "GET /{x             | has \"{x\", where braces do not match: write a parameter as {name}",
                "GET /x}             | has \"x}\", where braces do not match",
                "GET /}x{            | where braces do not match",
                "GET /a{x}           | has \"a{x}\": a parameter is a whole segment, so write {name}",
                "GET /{x}.json       | has \"{x}.json\": a parameter is a whole segment",
                "GET /{x}-{y}        | a parameter is a whole segment",
                "GET /{}             | has the parameter {}: a name has at most 64 letters, digits, _ and -",
                "GET /{...}          | has the parameter {...}: a name",
                "GET /{1a}           | has the parameter {1a}",
                "GET /{a b}          | has the parameter {a b}",
                "GET /{a{b}          | has the parameter {a{b}",
                "GET /{$}            | has the parameter {$}",
                "GET /{x?}           | has the parameter {x?}",
                "GET /{x..}          | has the parameter {x..}",
                "GET /{\u00e9}       | has the parameter {\u00e9}",
                "GET /{proxy+}       | has {proxy+}: write {proxy...} for all that follows",
                "GET /{*rest}        | has {*rest}: write {rest...} for all that follows",
                "GET /{id:[0-9]+}    | has {id:[0-9]+}: regular expressions are not known, so write {id} and check",
                "GET /:id            | has \":id\": write a parameter as {name}, or the colon itself as %3A",
                "GET /a/*            | has \"*\": write {name} for one segment, or {rest...} for all that follow, or the star",
                "GET /**             | has \"**\"",
                "GET /a.*            | has \"a.*\"",
                "GET /[a-z]+         | has \"[a-z]+\": regular expressions are not known",
                "GET /(a)            | or the character itself as %28",
                "GET /^a$            | or the character itself as %5E",
                "GET /a\\b           | or the character itself as %5C",
                "GET /{x}/{x}        | has two parameters named x: give each parameter of a route a name of its own",
                "GET /{x}/{x...}     | has two parameters named x",
                "GET /{r...}/a       | has {r...} before its end: it stands for all that follows, so write it last",
                "GET /{r...}/        | has {r...} before its end",
                "GET /{r...}/{s...}  | has {r...} before its end"
            })
    void saysWhatIsWrongAndHowToWriteIt(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RoutePattern.parse(text))
                .withMessageStartingWith("The route \"" + text + "\" ")
                .withMessageContaining(message);
    }

    @Test
    void refusesControlCharactersInOneLine() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RoutePattern.parse("GET /a\r\nb"))
                .withMessage("The route \"GET /a??b\" has white space or a control character in its path: write it"
                        + " escaped, such as %20");
    }

    @Test
    void hasLimits() {
        String longest = "GET /" + "a".repeat(PatternParser.LONGEST - 5);
        String name = "n".repeat(64);
        String method = "M".repeat(32);
        assertThat(RoutePattern.parse(longest).path()).hasSize(PatternParser.LONGEST - 4);
        assertThat(RoutePattern.parse("GET /{" + name + "}").names()).containsExactly(name);
        assertThat(RoutePattern.parse(method + " /").method()).isEqualTo(method);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RoutePattern.parse(longest + "a"))
                .withMessage("The route \"GET /" + "a".repeat(75)
                        + "\u2026\" has 1001 characters: at most 1000 are allowed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RoutePattern.parse("GET /{" + name + "n}"))
                .withMessageContaining("at most 64 letters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RoutePattern.parse(method + "M /"))
                .withMessageContaining("at most 32 letters");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /orders/{id}, /orders/7?id=8, {id=7}",
        "GET /orders/{id}, /orders/a%2Fb, {id=a/b}",
        "GET /orders/{id}, /%6frders/a+b%20c, {id=a+b c}",
        "GET /orders/{id}, /orders/%25%32%46, {id=%2F}",
        "GET /orders/{id}, /orders/%C3%A9, {id=\u00e9}",
        "GET /orders/{id}, /orders/%ff, {id=\ufffd}",
        "GET /orders/{id}, /orders/5%, {id=5%}",
        "GET /{a}/x/{b}/, /1/x/2/, '{a=1, b=2}'",
        "GET /f/{rest...}, /f/a, {rest=a}",
        "GET /f/{rest...}, /f/a/b%2Fc/%64?/x, {rest=a/b/c/d}",
        "GET /{x}/{rest...}, /%C3/%A9/b, '{x=\ufffd, rest=\ufffd/b}'",
        "GET /f, /f?a, {}"
    })
    void givesTheValuesOfItsParameters(String pattern, String target, String values) {
        assertThat(RoutePattern.parse(pattern).values(target)).hasToString(values);
    }

    @Test
    void theValuesAreUnmodifiable() {
        Map<String, String> values = RoutePattern.parse("GET /{x}").values("/1");

        assertThat(values).isUnmodifiable();
    }
}
