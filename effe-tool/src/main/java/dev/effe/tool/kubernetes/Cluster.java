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

    /** Makes the token of calls, unless there is one. */
    void callToken(String application) throws IOException {
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        kubectl.create(Resources.callToken(application, HexFormat.of().formatHex(token)));
    }

    /** Makes the resources of a version. */
    void apply(Rendering rendering) throws IOException {
        kubectl.apply(rendering.all().getBytes(StandardCharsets.UTF_8));
    }

    /** Deletes all that belongs to a function. */
    void delete(String name) throws IOException {
        kubectl.run("delete", ClusterRetention.KINDS, "--selector=" + Names.selector(name), "--wait=false");
    }
}
