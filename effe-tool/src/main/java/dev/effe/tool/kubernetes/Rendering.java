package dev.effe.tool.kubernetes;

import dev.effe.server.cli.ToolException;
import dev.effe.server.file.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The resources of a version, as Kustomize makes them of the base and an overlay. Immutable.
 *
 * @param documents YAML, one for each resource
 */
record Rendering(List<String> documents) {

    /** Copies the list. */
    Rendering {
        documents = List.copyOf(documents);
    }

    /** Has the user's kubectl render it, in a folder that is gone afterwards. No secret is in it. */
    static Rendering of(Kubectl kubectl, Overlay overlay) throws IOException {
        Path folder = Files.createTempDirectory("effe-kustomize");
        try {
            BaseFiles.write(folder.resolve(Overlay.BASE));
            overlay.write(folder.resolve("version"), Optional.empty());
            String rendered = kubectl.run("kustomize", folder.resolve("version").toString());
            return new Rendering(Arrays.stream(rendered.split("(?m)^---$"))
                    .map(String::strip)
                    .filter(document -> !document.isEmpty())
                    .toList());
        } finally {
            FolderTree.delete(folder);
        }
    }

    /** The only resource of a kind. */
    String ofKind(String kind) throws ToolException {
        return documents.stream()
                .filter(document -> document.lines().anyMatch(("kind: " + kind)::equals))
                .findFirst()
                .orElseThrow(() -> new ToolException("kubectl kustomize has made no " + kind));
    }

    /** All of them. */
    String all() {
        return String.join("\n---\n", documents) + "\n";
    }
}
