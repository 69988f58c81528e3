package dev.effe.tool.kubernetes;

import dev.effe.server.cli.ToolException;
import dev.effe.tool.deploy.plan.AliasTrail;
import dev.effe.tool.remote.AliasState;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Moves the Services that are aliases, and knows where they were before by an annotation. Thread-safe. */
final class ClusterAliases {

    private final Kubectl kubectl;

    ClusterAliases(Kubectl kubectl) {
        this.kubectl = kubectl;
    }

    /**
     * Has an alias select a version, and makes it if there is none.
     *
     * @param application that the function is of
     * @param before the alias as it was read; null if it was not there
     * @throws ToolException if somebody else has moved or made it since
     */
    void move(String application, String name, @Nullable AliasState before, String alias, String version)
            throws IOException {
        if (before == null) {
            if (!kubectl.create(Resources.alias(application, name, alias, AliasTrail.of(version)))) {
                throw movedMeanwhile(alias);
            }
            return;
        }
        AliasTrail trail = trail(before).orElse(AliasTrail.of(before.version()));
        try {
            kubectl.run(
                    "patch",
                    "service/" + Names.alias(name, alias),
                    "--type=merge",
                    "--patch=" + Resources.moved(name, trail.movedTo(version), before.revision()));
        } catch (KubectlException e) {
            throw e.is("Conflict") ? movedMeanwhile(alias) : e;
        }
    }

    private static ToolException movedMeanwhile(String alias) {
        return new ToolException("Another tool has moved " + alias + " meanwhile: it stays where that put it");
    }

    /** The trail of an alias; empty if nobody knows it. */
    static Optional<AliasTrail> trail(AliasState alias) {
        return AliasTrail.ofDescription(alias.version(), alias.description());
    }

    void delete(String name, String alias) throws IOException {
        kubectl.run("delete", "service/" + Names.alias(name, alias));
    }
}
