package dev.effe.host.api;

import dev.effe.server.invoke.InvokeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the rules of a URL for scripts of other sites. Stateless. */
final class UrlCors {

    private static final int MOST = 100;
    private static final int MOST_METHODS = 6;
    private static final int LONGEST_ORIGIN = 253;
    private static final int LONGEST_HEADER = 1024;
    private static final int LONGEST_METHOD = 6;
    private static final int MOST_SECONDS = 86_400;
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern ORIGIN = Pattern.compile("[!-~&&[^,]]+");

    private UrlCors() {}

    /** A list of the rules. */
    private record Names(String name, String member, int most, int longest, Pattern pattern) {}

    private static final List<Names> LISTS = List.of(
            new Names("AllowHeaders", "cors.allowHeaders", MOST, LONGEST_HEADER, TOKEN),
            new Names("AllowMethods", "cors.allowMethods", MOST_METHODS, LONGEST_METHOD, TOKEN),
            new Names("AllowOrigins", "cors.allowOrigins", MOST, LONGEST_ORIGIN, ORIGIN),
            new Names("ExposeHeaders", "cors.exposeHeaders", MOST, LONGEST_HEADER, TOKEN));

    /** The rules that are named; empty for none. */
    static Map<String, Object> read(Fields cors) throws InvokeException {
        Map<String, Object> rules = new LinkedHashMap<>();
        Constraints constraints = new Constraints();
        if (cors.has("AllowCredentials")) {
            rules.put("AllowCredentials", cors.flag("AllowCredentials"));
        }
        for (Names list : LISTS) {
            List<String> values = cors.texts(list.name);
            check(list, values, constraints);
            if (!values.isEmpty()) {
                rules.put(list.name, values);
            }
        }
        Integer maxAge = cors.integer("MaxAge");
        constraints.range(maxAge, "cors.maxAge", 0, MOST_SECONDS);
        if (maxAge != null) {
            rules.put("MaxAge", maxAge);
        }
        constraints.check();
        if (cors.flag("AllowCredentials") && cors.texts("AllowOrigins").contains("*")) {
            throw InvokeException.invalidParameter(
                    "AllowCredentials needs AllowOrigins that are named: browsers refuse * with credentials");
        }
        return rules;
    }

    private static void check(Names list, List<String> values, Constraints constraints) {
        if (values.size() > list.most) {
            constraints.add(values, list.member, "Member must have length less than or equal to " + list.most);
        }
        for (String value : values) {
            constraints.length(value, list.member, 1, list.longest);
            constraints.pattern(value, list.member, list.pattern);
        }
    }
}
