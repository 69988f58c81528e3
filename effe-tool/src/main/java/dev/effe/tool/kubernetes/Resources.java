package dev.effe.tool.kubernetes;

import dev.effe.server.json.Json;
import dev.effe.tool.deploy.plan.AliasTrail;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The resources that no overlay makes, as JSON. Stateless. */
final class Resources {

    private Resources() {}

    /** The Service that is an alias. */
    static byte[] alias(String application, String name, String alias, AliasTrail trail) {
        Map<String, Object> metadata = metadata(application, name, Names.alias(name, alias), Names.ALIAS, alias);
        metadata.put("annotations", Map.of(Names.HISTORY, history(trail)));
        Map<String, Object> service = resource("v1", "Service", metadata);
        service.put(
                "spec",
                Map.of(
                        "type",
                        "ClusterIP",
                        "selector",
                        selector(name, trail.versions().get(0)),
                        "ports",
                        List.of(Map.of("name", "http", "port", 80, "targetPort", "http"))));
        return Json.write(service);
    }

    /** The patch that leads an alias to another version, if it is still as it was read. */
    static String moved(String name, AliasTrail trail, String revision) {
        Map<String, Object> patch = new LinkedHashMap<>();
        patch.put(
                "metadata", Map.of("resourceVersion", revision, "annotations", Map.of(Names.HISTORY, history(trail))));
        patch.put("spec", Map.of("selector", selector(name, trail.versions().get(0))));
        return Json.text(patch);
    }

    private static Map<String, Object> selector(String name, String version) {
        return Map.of(Names.NAME, Names.EFFE, Names.INSTANCE, Names.instance(name), Names.VERSION, "v" + version);
    }

    /** As a host's, but for its mark; the oldest go where it becomes too long. */
    private static String history(AliasTrail trail) {
        return trail.in("").substring(AliasTrail.MARK.length());
    }

    /** The Secret of a version, which never changes. */
    static byte[] secret(String application, String name, String version, SecretValues values) {
        Map<String, Object> metadata =
                metadata(application, name, Names.version(name, version), Names.VERSION, "v" + version);
        Map<String, Object> secret = resource("v1", "Secret", metadata);
        secret.put("immutable", true);
        secret.put("data", values.data());
        return Json.write(secret);
    }

    /** The Secret with the token of calls. */
    static byte[] callToken(String application, String token) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", Names.callToken(application));
        metadata.put("labels", Map.of(Names.PART_OF, application, Names.MANAGED_BY, Names.EFFE));
        Map<String, Object> secret = resource("v1", "Secret", metadata);
        secret.put("stringData", Map.of("token", token));
        return Json.write(secret);
    }

    private static Map<String, Object> resource(String api, String kind, Map<String, Object> metadata) {
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("apiVersion", api);
        resource.put("kind", kind);
        resource.put("metadata", metadata);
        return resource;
    }

    private static Map<String, Object> metadata(
            String application, String name, String resource, String label, String value) {
        Map<String, Object> labels = new LinkedHashMap<>();
        labels.put(Names.NAME, Names.EFFE);
        labels.put(Names.INSTANCE, Names.instance(name));
        labels.put(Names.PART_OF, application);
        labels.put(Names.MANAGED_BY, Names.EFFE);
        labels.put(label, value);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", resource);
        metadata.put("labels", labels);
        return metadata;
    }
}
