package dev.effe.tool.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.effe.server.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * So much of an API server that the real kubectl creates, applies, patches, scales, lists and deletes resources with it,
 * and of a registry that images are pushed to it. Pods are ready at once, unless their image is broken.
 */
final class FakeCluster implements AutoCloseable {

    private static final Map<String, Map<String, String>> KINDS = Map.of(
            "/api/v1",
            Map.of("services", "Service", "secrets", "Secret", "serviceaccounts", "ServiceAccount", "pods", "Pod"),
            "/apis/apps/v1",
            Map.of("deployments", "Deployment"),
            "/apis/autoscaling/v2",
            Map.of("horizontalpodautoscalers", "HorizontalPodAutoscaler"),
            "/apis/policy/v1",
            Map.of("poddisruptionbudgets", "PodDisruptionBudget"),
            "/apis/networking.k8s.io/v1",
            Map.of("networkpolicies", "NetworkPolicy"));

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** By path; guarded by this. */
    final Map<String, Map<String, Object>> resources = new TreeMap<>();
    /** Changes by kubectl, such as {@code POST services/shop-orders-live}; guarded by this. */
    final List<String> changes = new ArrayList<>();
    /** Digests of images whose containers end; guarded by this. */
    private final Set<String> broken = new HashSet<>();
    /** Names that somebody else has just taken; guarded by this. */
    final Set<String> taken = new HashSet<>();
    /** The tags that were pushed; guarded by this. */
    final List<String> pushed = new ArrayList<>();

    private int version;

    private FakeCluster(HttpServer server) {
        this.server = server;
    }

    static FakeCluster start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        FakeCluster cluster = new FakeCluster(server);
        server.createContext("/", cluster::answer);
        server.setExecutor(cluster.threads);
        server.start();
        return cluster;
    }

    /** Where images are pushed to. */
    String registry() {
        return "127.0.0.1:" + server.getAddress().getPort() + "/team";
    }

    /** Writes a configuration of kubectl with the context {@code fake}. */
    Path kubeconfig(Path folder) throws IOException {
        String text = """
                apiVersion: v1
                kind: Config
                current-context: other
                contexts: [{name: fake, context: {cluster: fake, user: fake}}]
                clusters: [{name: fake, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: fake, user: {}}]
                """.formatted(server.getAddress().getPort());
        return Files.writeString(folder.resolve("kubeconfig"), text);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            if (path.startsWith("/v2/")) {
                registry(exchange, path);
                return;
            }
            Object[] answer;
            synchronized (this) {
                answer = answer(exchange, path, body);
            }
            byte[] bytes =
                    answer[1] instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : Json.write(answer[1]);
            exchange.getResponseHeaders()
                    .set("Content-Type", answer[1] instanceof String ? "text/plain" : "application/json");
            exchange.sendResponseHeaders((Integer) answer[0], bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** From now on containers of this image end. */
    synchronized void breaks(String digest) {
        broken.add(digest);
        List.copyOf(resources.keySet()).stream()
                .filter(path -> path.contains("/deployments/"))
                .forEach(path -> put(path, resources.get(path)));
    }

    private void registry(HttpExchange exchange, String path) throws IOException {
        String method = exchange.getRequestMethod();
        if (method.equals("POST")) {
            exchange.getResponseHeaders().set("Location", path + "upload?x=1");
        }
        synchronized (this) {
            if (method.equals("PUT") && path.contains("/manifests/")) {
                pushed.add(path.replaceFirst("^/v2/", ""));
            }
        }
        exchange.sendResponseHeaders(method.equals("HEAD") ? 404 : method.equals("POST") ? 202 : 201, -1);
    }

    private Object[] answer(HttpExchange exchange, String path, byte[] body) {
        if (path.equals("/api")) {
            return ok(Map.of("kind", "APIVersions", "versions", List.of("v1")));
        }
        if (path.equals("/apis")) {
            return ok(Map.of("kind", "APIGroupList", "apiVersion", "v1", "groups", groups()));
        }
        if (KINDS.containsKey(path)) {
            return ok(Map.of(
                    "kind",
                    "APIResourceList",
                    "apiVersion",
                    "v1",
                    "groupVersion",
                    path.replaceFirst("^/apis?/", ""),
                    "resources",
                    kinds(path)));
        }
        String query = exchange.getRequestURI().getQuery();
        String[] parts = path.split("/namespaces/[^/]+/");
        if (parts.length != 2 || !KINDS.containsKey(parts[0])) {
            return status(404, "NotFound", path);
        }
        return resource(exchange, parts[0], path, query == null ? "" : query, body);
    }

    private static List<Object> groups() {
        List<Object> groups = new ArrayList<>();
        KINDS.keySet().stream().filter(path -> path.startsWith("/apis/")).forEach(path -> {
            String[] parts = path.substring("/apis/".length()).split("/");
            Map<String, String> known = Map.of("groupVersion", parts[0] + "/" + parts[1], "version", parts[1]);
            groups.add(Map.of("name", parts[0], "versions", List.of(known), "preferredVersion", known));
        });
        return groups;
    }

    private static List<Object> kinds(String path) {
        List<Object> kinds = new ArrayList<>();
        List<String> verbs = List.of("create", "delete", "get", "list", "patch", "update", "watch");
        KINDS.get(path)
                .forEach((plural, kind) -> kinds.add(Map.of(
                        "name",
                        plural,
                        "singularName",
                        kind.toLowerCase(),
                        "namespaced",
                        true,
                        "kind",
                        kind,
                        "verbs",
                        verbs)));
        if (path.endsWith("apps/v1")) {
            kinds.add(Map.of(
                    "name",
                    "deployments/scale",
                    "singularName",
                    "",
                    "namespaced",
                    true,
                    "group",
                    "autoscaling",
                    "version",
                    "v1",
                    "kind",
                    "Scale",
                    "verbs",
                    List.of("get", "patch", "update")));
        }
        return kinds;
    }

    private Object[] resource(HttpExchange exchange, String api, String path, String query, byte[] body) {
        String method = exchange.getRequestMethod();
        String rest = path.replaceFirst(".*/namespaces/[^/]+/", "");
        String kind = KINDS.get(api).get(rest.replaceFirst("/.*", ""));
        boolean isList = !rest.contains("/");
        if (method.equals("GET") && isList) {
            return ok(list(api, kind, path, query));
        }
        if (method.equals("POST")) {
            Map<String, Object> made = map(Json.read(body));
            String name = (String) map(made.get("metadata")).get("name");
            changes.add("POST " + rest + "/" + name);
            if (taken.remove(name)) {
                put(path + "/" + name, map(Json.read(body)));
            }
            return resources.containsKey(path + "/" + name)
                    ? status(409, "AlreadyExists", name)
                    : new Object[] {201, put(path + "/" + name, made)};
        }
        if (rest.endsWith("/log")) {
            return new Object[] {200, "2026-12-01T17:00:00.000000001Z no database\n"};
        }
        if (rest.endsWith("/scale")) {
            return scale(method, path.replaceFirst("/scale$", ""), rest, body);
        }
        Map<String, Object> there = resources.get(path);
        if (method.equals("PATCH")) {
            changes.add(method + " " + rest);
            return patch(path, there, map(Json.read(body)));
        }
        if (there == null) {
            return status(404, "NotFound", rest);
        }
        if (method.equals("DELETE")) {
            changes.add(method + " " + rest);
            resources.remove(path);
            return ok(Map.of("kind", "Status", "apiVersion", "v1", "status", "Success"));
        }
        return ok(there);
    }

    private Map<String, Object> list(String api, String kind, String path, String query) {
        Map<String, String> selector = Arrays.stream(query.split("&"))
                .filter(part -> part.startsWith("labelSelector="))
                .flatMap(part ->
                        Arrays.stream(part.substring("labelSelector=".length()).split(",")))
                .collect(Collectors.toMap(pair -> pair.replaceFirst("=.*", ""), pair -> pair.replaceFirst(".*=", "")));
        List<Object> items = resources.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(path + "/"))
                .map(Map.Entry::getValue)
                .filter(item ->
                        map(map(item.get("metadata")).get("labels")).entrySet().containsAll(selector.entrySet()))
                .map(item -> (Object) item)
                .toList();
        return Map.of(
                "kind",
                kind + "List",
                "apiVersion",
                api.replaceFirst("^/apis?/", ""),
                "metadata",
                Map.of(),
                "items",
                items);
    }

    private Object[] scale(String method, String path, String rest, byte[] body) {
        Map<String, Object> deployment = resources.get(path);
        Map<String, Object> spec = map(deployment.get("spec"));
        if (!method.equals("GET")) {
            Object replicas = map(map(Json.read(body)).get("spec")).get("replicas");
            changes.add("SCALE " + rest.replaceFirst("/scale$", "") + " " + replicas);
            spec.put("replicas", replicas);
            deployment.put("spec", spec);
            put(path, deployment);
        }
        Object metadata =
                Map.of("name", path.replaceFirst(".*/", ""), "namespace", "shop", "resourceVersion", "" + version);
        return ok(Map.of(
                "kind",
                "Scale",
                "apiVersion",
                "autoscaling/v1",
                "metadata",
                metadata,
                "spec",
                Map.of("replicas", spec.get("replicas"))));
    }

    private Object[] patch(String path, Map<String, Object> there, Map<String, Object> patch) {
        Object wanted = map(patch.get("metadata")).get("resourceVersion");
        if (there != null
                && wanted != null
                && !wanted.equals(map(there.get("metadata")).get("resourceVersion"))) {
            return status(409, "Conflict", path.replaceFirst(".*/", ""));
        }
        return new Object[] {there == null ? 201 : 200, put(path, merged(there == null ? Map.of() : there, patch))};
    }

    private static Map<String, Object> merged(Map<String, Object> before, Map<String, Object> patch) {
        Map<String, Object> all = new LinkedHashMap<>(before);
        patch.forEach((key, value) -> all.put(
                key,
                value instanceof Map<?, ?> && all.get(key) instanceof Map<?, ?>
                        ? merged(map(all.get(key)), map(value))
                        : value));
        return all;
    }

    /** Keeps a resource, as the server and its controllers would. */
    private Map<String, Object> put(String path, Map<String, Object> resource) {
        Map<String, Object> metadata = map(resource.get("metadata"));
        metadata.put("namespace", "shop");
        metadata.put("uid", path);
        metadata.put("resourceVersion", "" + ++version);
        metadata.put("generation", version);
        metadata.putIfAbsent("creationTimestamp", "2026-12-01T17:00:00Z");
        resource.put("metadata", metadata);
        if ("Deployment".equals(resource.get("kind"))) {
            run(path, resource, metadata);
        }
        resources.put(path, resource);
        return resource;
    }

    private void run(String path, Map<String, Object> deployment, Map<String, Object> metadata) {
        Map<String, Object> spec = map(deployment.get("spec"));
        spec.putIfAbsent("replicas", 1);
        deployment.put("spec", spec);
        String pod = path.replaceFirst("/apis/apps/v1", "/api/v1").replaceFirst("/deployments/", "/pods/")
                + "-5d8f7c9b4-abcde";
        boolean ends = broken.stream().anyMatch(String.valueOf(spec)::contains);
        Object ready = ends ? 0 : spec.get("replicas");
        deployment.put(
                "status",
                Map.of(
                        "observedGeneration",
                        version,
                        "updatedReplicas",
                        spec.get("replicas"),
                        "availableReplicas",
                        ready));
        if (spec.get("replicas").equals(0)) {
            resources.remove(pod);
            return;
        }
        Object state = ends
                ? Map.of(
                        "name",
                        "function",
                        "restartCount",
                        3,
                        "state",
                        Map.of("waiting", Map.of("reason", "CrashLoopBackOff", "message", "back-off")),
                        "lastState",
                        Map.of("terminated", Map.of("exitCode", 1, "reason", "Error")))
                : Map.of("name", "function", "restartCount", 0);
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("kind", "Pod");
        made.put("apiVersion", "v1");
        made.put(
                "metadata",
                Map.of("name", pod.replaceFirst(".*/", ""), "namespace", "shop", "labels", metadata.get("labels")));
        made.put("spec", Map.of("containers", List.of(Map.of("name", "function"))));
        made.put("status", Map.of("containerStatuses", List.of(state)));
        resources.put(pod, made);
    }

    private static Object[] ok(Object body) {
        return new Object[] {200, body};
    }

    private static Object[] status(int code, String reason, String name) {
        return new Object[] {
            code,
            Map.of(
                    "kind",
                    "Status",
                    "apiVersion",
                    "v1",
                    "status",
                    "Failure",
                    "reason",
                    reason,
                    "message",
                    name + " " + reason,
                    "code",
                    code)
        };
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return value instanceof Map<?, ?> map ? new LinkedHashMap<>((Map<String, Object>) map) : new LinkedHashMap<>();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
