package dev.effe.tool.kubernetes;

import dev.effe.server.app.Target;
import dev.effe.server.settings.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A namespace of a cluster, as effe.yaml names it. Immutable.
 *
 * @param name of the target
 * @param context of kubectl's; empty for the present one
 * @param namespace empty for that of the context
 * @param image what stands before the names of images: a registry, and perhaps more
 * @param base of the images, a path, perhaps with a digest; "" for the one beside effe.jar
 * @param platforms of the images; none for this machine's
 */
public record KubernetesTarget(
        String name,
        Optional<String> context,
        Optional<String> namespace,
        String image,
        String base,
        List<String> platforms) {

    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final String IMAGE = "(localhost|[^/\\s]*[.:][^/\\s]*)(/[a-z0-9]+([._-]+[a-z0-9]+)*)*";

    /** Copies the list. */
    public KubernetesTarget {
        platforms = List.copyOf(platforms);
    }

    /**
     * Checks what the file says.
     *
     * @throws UsageException if a key is missing, or its value is none
     */
    public static KubernetesTarget of(Target target) {
        Map<String, String> keys = target.kubernetes();
        String path = target.place() + ": targets." + target.name() + ".kubernetes";
        String image = keys.getOrDefault("image", "");
        if (!image.matches(IMAGE)) {
            throw new UsageException(path + ".image must be where images are pushed to, a registry and perhaps a path,"
                    + " such as registry.example.com/shop, but was '" + image + "'");
        }
        Optional<String> namespace = Optional.ofNullable(keys.get("namespace"));
        namespace.filter(name -> !name.matches(LABEL)).ifPresent(name -> {
            throw new UsageException(path + ".namespace must be a name such as shop, of at most 63 letters a-z, digits"
                    + " and -, but was '" + name + "'");
        });
        return new KubernetesTarget(
                target.name(),
                Optional.ofNullable(keys.get("context")),
                namespace,
                image,
                Optional.ofNullable(keys.get("base"))
                        .map(text -> base(target, text))
                        .orElse(""),
                Optional.ofNullable(keys.get("platform"))
                        .map(text -> List.of(text.split("\\s*,\\s*")))
                        .orElse(List.of()));
    }

    /** From the file's folder, as all paths in it. */
    private static String base(Target target, String text) {
        return target.place().resolve(Path.of(text)).toString();
    }

    /** As messages name it. */
    String address() {
        return namespace.map(named -> "namespace " + named).orElse("the namespace")
                + context.map(named -> " of " + named).orElse(" of kubectl's context");
    }
}
