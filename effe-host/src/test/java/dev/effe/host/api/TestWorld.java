package dev.effe.host.api;

import dev.effe.host.access.Caller;
import dev.effe.host.model.Account;
import dev.effe.host.model.CodeRef;
import dev.effe.host.model.FunctionState;
import dev.effe.host.model.Runtimes;
import dev.effe.server.invoke.FunctionName;
import dev.effe.server.invoke.InvokeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Functions in memory, and the operations on them without any HTTP. */
final class TestWorld {

    static final CodeRef CODE = new CodeRef("0".repeat(64), 100);
    static final CodeRef OTHER_CODE = new CodeRef("1".repeat(64), 200);
    static final String ROLE = "arn:aws:iam::000000000000:role/lambda";

    final Map<String, FunctionState> states = new TreeMap<>();
    Instant now = Instant.parse("2026-11-30T20:00:00.123Z");
    private int ids;

    final World world = new World(
            new Account("us-east-1", "000000000000"),
            new PublicAddress("http", ""),
            states::values,
            1000,
            new Runtimes(21, false, false),
            () -> now,
            () -> "revision-" + ids++);

    final CodeLinks links = new CodeLinks(new byte[32], () -> now);
    private final Operations operations = new Operations(world, links);

    /** Answers a request of an operation, by a path such as {@code /2015-03-31/functions/echo}. */
    ApiAnswer call(String method, String target, Map<String, Object> body, CodeRef code) throws InvokeException {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        Endpoint endpoint = operations.find(method, path);
        if (endpoint == null) {
            throw new AssertionError("no such operation: " + method + " " + path);
        }
        List<String> segments = Endpoint.segments(path);
        String segment = endpoint.segment(Endpoint.FUNCTION, segments);
        Map<String, List<String>> query = query(question < 0 ? "" : target.substring(question + 1));
        Naming naming = endpoint.kind() == Endpoint.Kind.CREATE
                ? Naming.ofNew((String) body.get("FunctionName"))
                : segment == null
                        ? null
                        : Naming.of(
                                segment,
                                query.getOrDefault("Qualifier", List.of("")).get(0));
        String item = endpoint.segment(Endpoint.ITEM, segments);
        ApiRequest request = new ApiRequest(
                naming == null ? null : naming.function(),
                naming == null ? null : naming.qualifier(),
                item == null ? "" : FunctionName.decoded(item),
                query,
                new Fields(body),
                code,
                new Caller("KEY", null),
                "http://127.0.0.1:7070");
        String name = naming == null ? "" : naming.function().name();
        FunctionState before = states.get(name);
        var changed = endpoint.operation().apply(before, request);
        if (endpoint.kind() == Endpoint.Kind.READ && changed.state() != before) {
            throw new AssertionError(endpoint.name() + " changes what it reads");
        }
        if (changed.state() != null) {
            states.put(name, changed.state());
        } else {
            states.remove(name);
        }
        return changed.answer();
    }

    ApiAnswer call(String method, String target, Map<String, Object> body) throws InvokeException {
        return call(method, target, body, null);
    }

    ApiAnswer call(String method, String target) throws InvokeException {
        return call(method, target, Map.of(), null);
    }

    /** Creates a function with little. */
    ApiAnswer create(String name) throws InvokeException {
        return call("POST", "/2015-03-31/functions", body(name), CODE);
    }

    static Map<String, Object> body(String name) {
        Map<String, Object> body = new HashMap<>();
        body.put("FunctionName", name);
        body.put("Runtime", "java21");
        body.put("Handler", "com.acme.Echo");
        body.put("Role", ROLE);
        return body;
    }

    private static Map<String, List<String>> query(String text) {
        Map<String, List<String>> query = new HashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], List.of(parts[1]));
        }
        return query;
    }
}
