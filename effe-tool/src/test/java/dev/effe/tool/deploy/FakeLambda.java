package dev.effe.tool.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.effe.server.json.Json;
import dev.effe.server.unpack.ZipModes;
import dev.effe.tool.remote.JsonFields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The operations of the Lambda API that commands use, and a host's own pages if it is to be one; strict, in memory. */
final class FakeLambda implements AutoCloseable {

    /** An answer that is an error. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int status;
        private final String type;

        Refused(int status, String type, String message) {
            super(message);
            this.status = status;
            this.type = type;
        }
    }

    /** A function. */
    static final class Function {
        Map<String, Object> latest = new LinkedHashMap<>();
        final TreeMap<Integer, Map<String, Object>> versions = new TreeMap<>();
        final TreeMap<String, Map<String, Object>> aliases = new TreeMap<>();
        final Map<String, List<Object>> history = new TreeMap<>();
        final Map<String, byte[]> code = new TreeMap<>();
        int last;
    }

    final Map<String, Function> functions = new TreeMap<>();
    /** Each that changes something, such as {@code PUT shop_orders/code}. */
    final List<String> changes = new ArrayList<>();
    /** The versions that do not start. */
    final Set<String> broken = new HashSet<>();
    /** The change that is refused once with 500, and has no effect. */
    String fails = "";
    /** AWS's name of conflicts; moto has another. */
    String conflict = "ResourceConflictException";
    /** The number of requests that are still answered 429. */
    int busy;
    /** The number of questions about metrics that are still refused as CloudWatch refuses too many. */
    int throttled;
    /** The URLs of functions. */
    final FakeUrls urls = new FakeUrls();
    /** True if no URL can be made or changed. */
    boolean urlsFail;
    /** True if an update is not done when it is answered. */
    boolean slow;
    /** The number of changes that are still refused since another tool's is under way. */
    int underWay;
    /** The calls of functions, each with its query, the headers that say how, and its payload. */
    final List<String> invocations = new ArrayList<>();

    /** The errors and calls that GetMetricStatistics tells, one after the other; the last stays. */
    final ArrayDeque<long[]> errorCounts = new ArrayDeque<>();
    /** The requests for them. */
    final List<Map<String, Object>> metricRequests = new ArrayList<>();

    private final HttpServer server;
    private final boolean host;

    private FakeLambda(HttpServer server, boolean host) {
        this.server = server;
        this.host = host;
    }

    /** Starts one. */
    static FakeLambda start(boolean host) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FakeLambda fake = new FakeLambda(server, host);
        server.createContext("/", fake::handle);
        server.start();
        return fake;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        int status;
        byte[] body;
        try (exchange) {
            try {
                if (exchange.getRequestURI().getPath().endsWith("/invocations")) {
                    invoke(exchange);
                    return;
                }
                Object answer = answer(exchange);
                status = answer == null ? 204 : exchange.getRequestMethod().equals("POST") ? 201 : 200;
                body = answer == null ? new byte[0] : Json.write(answer);
            } catch (Refused e) {
                status = e.status;
                exchange.getResponseHeaders().set("x-amzn-ErrorType", e.type);
                body = Json.write(Map.of("message", String.valueOf(e.getMessage())));
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String authorized(HttpExchange exchange) {
        String signed = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!signed.startsWith("AWS4-HMAC-SHA256 Credential=")
                || !signed.matches(".*/(lambda|monitoring)/aws4_request.*")) {
            throw new Refused(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        if (busy > 0) {
            busy--;
            throw new Refused(429, "TooManyRequestsException", "Rate exceeded");
        }
        return signed;
    }

    /** Echoes its payload; one with {@code fail} in it is an error of the function. */
    private void invoke(HttpExchange exchange) throws IOException {
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String signed = authorized(exchange);
        String target = exchange.getRequestURI().toString();
        StringBuilder call = new StringBuilder(target.substring(target.indexOf("functions/") + 10));
        for (String header : List.of("x-amz-invocation-type", "x-amz-log-type")) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null && !signed.contains(header)) {
                throw new Refused(403, "InvalidSignatureException", header + " is not signed");
            }
            call.append(value == null ? "" : " " + value);
        }
        function(target.replaceFirst(".*functions/", "").replaceFirst("/.*", ""));
        invocations.add(call + " " + sent);
        boolean event = call.toString().contains(" Event");
        exchange.getResponseHeaders().set("x-amzn-RequestId", "id-" + invocations.size());
        if (call.toString().contains(" Tail")) {
            String log = "END id-" + invocations.size() + "\n";
            exchange.getResponseHeaders()
                    .set("X-Amz-Log-Result", Base64.getEncoder().encodeToString(log.getBytes(StandardCharsets.UTF_8)));
        }
        if (sent.contains("fail")) {
            exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
        }
        byte[] body = event ? new byte[0] : sent.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(event ? 202 : 200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private Object answer(HttpExchange exchange) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        authorized(exchange);
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (path.equals("/")) {
            return metrics(exchange, JsonFields.map(Json.read(sent)));
        }
        Map<String, Object> body = sent.length == 0 ? Map.of() : JsonFields.map(Json.read(sent));
        if (path.startsWith("/_effe/functions/") && host) {
            return own(path.substring("/_effe/functions/".length()).split("/"), method);
        }
        if (path.startsWith("/2021-10-31/functions/")) {
            if (urlsFail && !method.equals("GET")) {
                throw new Refused(500, "ServiceException", "Out of order");
            }
            Object url = urls.answer(method, path.substring("/2021-10-31/functions/".length()), query, body);
            if (url == null) {
                throw new Refused(404, "ResourceNotFoundException", "The resource you requested does not exist.");
            }
            return url;
        }
        if (!path.startsWith("/2015-03-31/functions")) {
            throw new Refused(404, "UnknownOperationException", "Unknown operation");
        }
        String[] parts = path.substring("/2015-03-31/functions".length()).split("/");
        if (!method.equals("GET")) {
            String change = method + " " + (parts.length > 1 ? path.substring("/2015-03-31/functions/".length()) : "")
                    + (query.startsWith("Qualifier") ? "?" + query : "");
            if (change.equals(fails)) {
                fails = "";
                throw new Refused(500, "ServiceException", "Out of order");
            }
            if (underWay > 0 && !change.equals("POST ")) {
                underWay--;
                throw new Refused(409, conflict, "An update is in progress for resource: " + parts[1]);
            }
            changes.add(change);
        }
        return operation(method, parts, query, body);
    }

    private Object metrics(HttpExchange exchange, Map<String, Object> body) {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (throttled > 0) {
            throttled--;
            throw new Refused(400, "ThrottlingException", "Rate exceeded");
        }
        if (!"GraniteServiceVersion20100801.GetMetricStatistics".equals(target)
                || !"application/x-amz-json-1.0".equals(type)) {
            throw new Refused(400, "InvalidAction", target + " " + type);
        }
        metricRequests.add(body);
        long[] counts = errorCounts.size() > 1 ? errorCounts.removeFirst() : errorCounts.getFirst();
        return Map.of(
                "Datapoints",
                counts[1] == 0 ? List.of() : List.of(Map.of("Sum", counts[0], "SampleCount", (double) counts[1])));
    }

    private Object operation(String method, String[] parts, String query, Map<String, Object> body) {
        if (parts.length < 2) {
            return method.equals("POST")
                    ? create(body)
                    : Map.of(
                            "Functions",
                            functions.values().stream().map(f -> f.latest).toList());
        }
        Function function = function(parts[1]);
        String what = parts.length > 2 ? parts[2] : "";
        return switch (method + " " + what) {
            case "GET configuration" ->
                query.startsWith("Qualifier=")
                        ? active(function, Integer.parseInt(query.substring("Qualifier=".length())))
                        : settled(function);
            case "PUT configuration" -> configure(function, body);
            case "PUT code" -> code(function, body.get("ZipFile"));
            case "GET versions" -> versions(function, query);
            case "POST versions" -> pending(publish(function, body));
            case "GET aliases" -> Map.of("Aliases", List.copyOf(function.aliases.values()));
            case "POST aliases" -> alias(function, String.valueOf(body.get("Name")), body, true);
            case "PUT aliases" -> alias(function, parts[3], body, false);
            case "DELETE aliases" -> {
                function.aliases.remove(parts[3]);
                yield null;
            }
            case "POST policy" -> body;
            case "DELETE " -> delete(parts[1], function, query);
            default -> throw new Refused(404, "UnknownOperationException", method + " " + what);
        };
    }

    private Function function(String name) {
        Function function = functions.get(name);
        if (function == null) {
            throw new Refused(404, "ResourceNotFoundException", "Function not found: " + name);
        }
        return function;
    }

    private Object create(Map<String, Object> body) {
        String name = String.valueOf(body.get("FunctionName"));
        if (functions.containsKey(name)) {
            throw new Refused(409, conflict, "Function already exist: " + name);
        }
        for (String needed : List.of("Role", "Runtime", "Handler")) {
            if (!body.containsKey(needed)) {
                throw new Refused(400, "ValidationException", needed + " is missing");
            }
        }
        Function function = new Function();
        function.latest.putAll(Map.of("FunctionName", name, "Version", "$LATEST", "MemorySize", 128, "Timeout", 3));
        functions.put(name, function);
        configure(function, body);
        return code(function, JsonFields.map(body.get("Code")).get("ZipFile"));
    }

    private Object configure(Function function, Map<String, Object> body) {
        idle(function);
        Map<String, Object> latest = new LinkedHashMap<>(function.latest);
        body.forEach((name, value) -> {
            if (List.of("Role", "Runtime", "Handler", "MemorySize", "Timeout", "Environment")
                    .contains(name)) {
                latest.put(name, value);
            }
        });
        function.latest = latest;
        return begun(function);
    }

    private Object code(Function function, Object base64) {
        idle(function);
        byte[] zip = Base64.getDecoder().decode(String.valueOf(base64));
        Map<String, Object> latest = new LinkedHashMap<>(function.latest);
        latest.put("CodeSha256", Base64.getEncoder().encodeToString(sha256(zip)));
        latest.put("CodeSize", zip.length);
        latest.put("LastModified", "2026-12-01T10:00:00.000+0000");
        function.latest = latest;
        function.code.put("$LATEST", zip);
        return begun(function);
    }

    private void idle(Function function) {
        if ("InProgress".equals(function.latest.get("LastUpdateStatus"))) {
            throw new Refused(409, conflict, "An update is in progress");
        }
    }

    private Object begun(Function function) {
        function.latest.put("LastUpdateStatus", slow ? "InProgress" : "Successful");
        return new LinkedHashMap<>(function.latest);
    }

    private static Object settled(Function function) {
        Map<String, Object> seen = new LinkedHashMap<>(function.latest);
        function.latest.put("LastUpdateStatus", "Successful");
        return seen;
    }

    /** As a version of AWS's is that has not begun yet. */
    private Map<String, Object> pending(Map<String, Object> version) {
        version.putIfAbsent("State", slow ? "Pending" : "Active");
        return new LinkedHashMap<>(version);
    }

    private static Object active(Function function, int version) {
        function.versions.get(version).put("State", "Active");
        return function.versions.get(version);
    }

    /** In pages of two. */
    private static Object versions(Function function, String query) {
        List<Map<String, Object>> all = new ArrayList<>();
        all.add(function.latest);
        all.addAll(function.versions.values());
        int from = query.contains("Marker=") ? Integer.parseInt(query.replaceFirst(".*Marker=", "")) : 0;
        int to = Math.min(all.size(), from + 2);
        Map<String, Object> page = new LinkedHashMap<>(Map.of("Versions", all.subList(from, to)));
        if (to < all.size()) {
            page.put("NextMarker", "" + to);
        }
        return page;
    }

    private static Map<String, Object> publish(Function function, Map<String, Object> body) {
        if (!Objects.equals(body.get("CodeSha256"), function.latest.get("CodeSha256"))) {
            throw new Refused(400, "InvalidParameterValueException", "CodeSHA256 is different");
        }
        Map<String, Object> last = function.versions.get(function.last);
        Map<String, Object> made = new LinkedHashMap<>(function.latest);
        made.put("Version", "" + function.last);
        made.put("State", "Active");
        if (made.equals(last)) {
            return last;
        }
        made.remove("State");
        function.last++;
        made.put("Version", "" + function.last);
        function.versions.put(function.last, made);
        return made;
    }

    private Object alias(Function function, String name, Map<String, Object> body, boolean isNew) {
        Map<String, Object> before = function.aliases.get(name);
        if (isNew && before != null) {
            throw new Refused(409, conflict, "Alias already exists: " + name);
        }
        if (!isNew && before == null) {
            throw new Refused(404, "ResourceNotFoundException", "Alias not found: " + name);
        }
        if (before != null
                && body.containsKey("RevisionId")
                && !body.get("RevisionId").equals(before.get("RevisionId"))) {
            throw new Refused(412, "PreconditionFailedException", "The Revision Id provided does not match");
        }
        int version = Integer.parseInt(String.valueOf(body.get("FunctionVersion")));
        if (!function.versions.containsKey(version)) {
            throw new Refused(404, "ResourceNotFoundException", "Function not found: " + version);
        }
        if ("Pending".equals(function.versions.get(version).get("State"))) {
            throw new IllegalStateException("Callers would be refused by a version that has not begun");
        }
        Map<String, Object> alias = new LinkedHashMap<>(before == null ? Map.of("Name", name) : before);
        alias.putAll(body);
        alias.put(
                "RevisionId",
                "r" + (before == null ? 0 : Integer.parseInt(("" + before.get("RevisionId")).substring(1)) + 1));
        if (before != null) {
            function.history.computeIfAbsent(name, key -> new ArrayList<>()).add(0, before);
        }
        function.aliases.put(name, alias);
        return alias;
    }

    private Object delete(String name, Function function, String query) {
        if (!query.startsWith("Qualifier=")) {
            functions.remove(name);
            return null;
        }
        String version = query.substring("Qualifier=".length());
        boolean held =
                function.aliases.values().stream().anyMatch(alias -> version.equals(alias.get("FunctionVersion")));
        if (held) {
            throw new Refused(409, conflict, "An alias references it");
        }
        function.versions.remove(Integer.parseInt(version));
        return null;
    }

    private Object own(String[] parts, String method) throws IOException {
        Function function = function(parts[0]);
        if (parts[1].equals("aliases")) {
            return Map.of("History", function.history.getOrDefault(parts[2], List.of()));
        }
        if (method.equals("POST") && parts[2].equals("start")) {
            if (broken.contains(parts[1])) {
                throw new Refused(409, conflict, "exit status 1: no database");
            }
            return Map.of("startedInMs", 5);
        }
        List<Object> files = new ArrayList<>();
        byte[] code = Objects.requireNonNull(function.code.get(parts[1]));
        Map<String, Integer> modes = modes(code);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(code))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = zip.readAllBytes();
                if (entry.isDirectory()) {
                    continue;
                }
                files.add(Map.of(
                        "Executable",
                        modes.containsKey(entry.getName()),
                        "Path",
                        entry.getName(),
                        "Size",
                        content.length,
                        "Sha256",
                        HexFormat.of().formatHex(sha256(content))));
            }
        }
        return Map.of("Files", files);
    }

    private static Map<String, Integer> modes(byte[] zip) throws IOException {
        Path file = Files.createTempFile("fake", ".zip");
        try {
            return ZipModes.read(Files.write(file, zip));
        } finally {
            Files.delete(file);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
