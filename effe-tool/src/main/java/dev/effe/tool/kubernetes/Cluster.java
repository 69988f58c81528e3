package dev.effe.tool.kubernetes;

import dev.effe.tool.remote.JsonFields;
import dev.effe.tool.remote.Pause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/** The functions of a namespace, read and changed by kubectl. Thread-safe. */
final class Cluster {

    private static final int TOKEN_BYTES = 32;
    /** Who has changed a field, as the API server keeps it. */
    private static final String MANAGER = "--field-manager=effe";

    private final Kubectl kubectl;
    private final Rollout rollout;
    private final ClusterAliases aliases;

    Cluster(Kubectl kubectl, Pause pause) {
        this.kubectl = kubectl;
        rollout = new Rollout(kubectl, pause);
        aliases = new ClusterAliases(kubectl);
    }

    Kubectl kubectl() {
        return kubectl;
    }

    Rollout rollout() {
        return rollout;
    }

    ClusterAliases aliases() {
        return aliases;
    }

    ClusterFunction read(String name) throws IOException {
        return ClusterFunction.read(kubectl, name);
    }

    /** The data of the Secret of a version; empty if there is none. */
    Map<String, Object> secret(String name, String version) throws IOException {
        try {
            return JsonFields.map(kubectl.json("get", "secret/" + Names.version(name, version), "--output=json")
                    .get("data"));
        } catch (KubectlException e) {
            if (e.is("NotFound")) {
                return Map.of();
            }
            throw e;
        }
    }

    /**
     * Makes a resource.
     *
     * @return false if there is one of its name
     */
    boolean create(byte[] document) throws IOException {
        try {
            kubectl.given(document, "create", "--filename=-", "--validate=false", MANAGER);
            return true;
        } catch (KubectlException e) {
            if (e.is("AlreadyExists")) {
                return false;
            }
            throw e;
        }
    }

    /** Makes resources, or changes those that are there. */
    void apply(byte[] documents) throws IOException {
        kubectl.given(documents, "apply", "--server-side", "--filename=-", "--validate=false", MANAGER);
    }

    /** Makes the token of calls, unless there is one. */
    void callToken(String application) throws IOException {
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        create(Resources.callToken(application, HexFormat.of().formatHex(token)));
    }

    /** Makes the resources of a version. */
    void apply(Rendering rendering) throws IOException {
        apply(rendering.all().getBytes(StandardCharsets.UTF_8));
    }

    /** Deletes all that belongs to a function. */
    void delete(String name) throws IOException {
        kubectl.run("delete", ClusterRetention.KINDS, "--selector=" + Names.selector(name), "--wait=false");
    }
}
