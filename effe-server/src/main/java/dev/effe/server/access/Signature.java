package dev.effe.server.access;

import dev.effe.Request;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The claims of a signed request about its signature, in the header Authorization or in its query; none of them is
 * checked. Immutable.
 *
 * @param keyId which key is said to have signed it
 * @param scope date, region, service and the end that all have, as they are signed
 * @param timestamp when it was signed, as {@code 20150830T123600Z}
 * @param validSeconds how long it is said to be good; -1 if that is for the server to say
 * @param headers the names of the headers that are signed, in lower case
 * @param value the signature in hexadecimal digits
 */
record Signature(
        String keyId, List<String> scope, String timestamp, long validSeconds, List<String> headers, String value) {

    static final String IN_QUERY = "X-Amz-Signature";
    static final String CREDENTIAL = "X-Amz-Credential";

    /** The parameters that say how a request is signed, and nothing else. */
    private static final Set<String> PARAMETERS = Set.of(
            "X-Amz-Algorithm",
            CREDENTIAL,
            "X-Amz-Date",
            "X-Amz-Expires",
            "X-Amz-SignedHeaders",
            "X-Amz-Security-Token",
            IN_QUERY);

    private static final String AUTHORIZATION = "Authorization";

    /** The digits of up to the longest life that AWS knows, a week. */
    private static final String EXPIRES = "[1-9][0-9]{0,5}";

    /** True if it is said to be signed, for the service. */
    static boolean isFor(String service, Request request) {
        String end = "/" + service + "/" + SigV4.END;
        return request.header(AUTHORIZATION)
                .filter(sent -> sent.startsWith(SigV4.ALGORITHM) && sent.contains(end))
                .isPresent();
    }

    /** True if it is said to be signed for the service in its query, and not in the header. */
    static boolean isInQuery(String service, Request request) {
        return request.header(AUTHORIZATION).isEmpty()
                && isInQuery(request.query())
                && request.query(CREDENTIAL).orElse("").endsWith("/" + service + "/" + SigV4.END);
    }

    private static boolean isInQuery(Map<String, List<String>> query) {
        return query.getOrDefault("X-Amz-Algorithm", List.of()).equals(List.of(SigV4.ALGORITHM));
    }

    /**
     * Reads it.
     *
     * @throws AccessException if there is none, or a part of it is missing
     */
    static Signature of(Request request) throws AccessException {
        String header = request.header(AUTHORIZATION).orElse("");
        if (header.startsWith(SigV4.ALGORITHM + " ")) {
            return ofHeader(header.substring(SigV4.ALGORITHM.length()), request);
        }
        Map<String, List<String>> query = request.query();
        if (header.isEmpty() && isInQuery(query)) {
            return ofQuery(query);
        }
        throw AccessException.missing();
    }

    private static Signature ofHeader(String parts, Request request) throws AccessException {
        Map<String, String> found = new HashMap<>();
        for (String part : parts.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                found.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            }
        }
        request.header("X-Amz-Date").ifPresent(date -> found.put("X-Amz-Date", date));
        check(found, AUTHORIZATION + " header", "Credential", "SignedHeaders", "Signature", "X-Amz-Date");
        return of(found, "", "");
    }

    private static Signature ofQuery(Map<String, List<String>> query) throws AccessException {
        Map<String, String> found = new HashMap<>();
        query.forEach((name, values) -> found.put(name, values.get(0)));
        check(
                found,
                "Query-string authentication",
                CREDENTIAL,
                "X-Amz-SignedHeaders",
                IN_QUERY,
                "X-Amz-Date",
                "X-Amz-Expires");
        String expires = found.getOrDefault("X-Amz-Expires", "");
        if (!expires.matches(EXPIRES) || Integer.parseInt(expires) > 604_800) {
            throw AccessException.incomplete("X-Amz-Expires must be from 1 to 604800 seconds");
        }
        return of(found, "X-Amz-", expires);
    }

    private static void check(Map<String, String> found, String where, String... names) throws AccessException {
        List<String> missing = Stream.of(names)
                .filter(name -> found.getOrDefault(name, "").isEmpty())
                .map(name -> where + " requires '" + name + "' parameter.")
                .toList();
        if (!missing.isEmpty()) {
            throw AccessException.incomplete(String.join(" ", missing));
        }
    }

    private static Signature of(Map<String, String> found, String prefix, String expires) throws AccessException {
        List<String> credential =
                List.of(found.getOrDefault(prefix + "Credential", "").split("/", -1));
        if (credential.size() < 5) {
            throw AccessException.incomplete(
                    "Credential must be a key's id and a scope, written like ID/20150830/us-east-1/lambda/aws4_request");
        }
        int scope = credential.size() - 4; // An id may have slashes.
        return new Signature(
                String.join("/", credential.subList(0, scope)),
                credential.subList(scope, credential.size()),
                found.getOrDefault("X-Amz-Date", ""),
                expires.isEmpty() ? -1 : Integer.parseInt(expires),
                List.of(found.getOrDefault(prefix + "SignedHeaders", "")
                        .toLowerCase(Locale.ROOT)
                        .split(";", -1)),
                found.getOrDefault(prefix + "Signature", ""));
    }

    /** A path and query without the parameters of a signature. */
    static String without(String target) {
        int question = target.indexOf('?');
        if (question < 0) {
            return target;
        }
        String kept = Stream.of(target.substring(question + 1).split("&", -1))
                .filter(part -> !PARAMETERS.contains(part.split("=", 2)[0]))
                .collect(Collectors.joining("&"));
        return target.substring(0, question) + (kept.isEmpty() ? "" : "?" + kept);
    }

    String date() {
        return scope.get(0);
    }

    String region() {
        return scope.get(1);
    }

    String service() {
        return scope.get(2);
    }

    /** The signature as it is compared. */
    byte[] bytes() {
        return value.getBytes(StandardCharsets.ISO_8859_1);
    }
}
