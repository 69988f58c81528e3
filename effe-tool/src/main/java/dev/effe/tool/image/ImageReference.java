package dev.effe.tool.image;

import dev.effe.server.settings.UsageException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an image is to be found: {@code registry.example.com:5000/team/hello:1}.
 *
 * @param registry the host, with its port if there is one; "" for none
 * @param name the path, in lower case
 * @param tag the tag, {@code latest} if none was given
 */
record ImageReference(String registry, String name, String tag) {

    private static final String DOCKER_HUB = "docker.io";

    // As in the OCI Distribution Specification, "Pulling manifests".
    private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final Pattern REFERENCE = Pattern.compile("(?:(?<host>localhost|[^/]*[.:][^/]*)/)?(?<name>" + PART
            + "(?:/" + PART + ")*)(?::(?<tag>[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}))?");

    static ImageReference parse(String flag, String text) {
        Matcher matcher = REFERENCE.matcher(text);
        if (!matcher.matches()) {
            throw new UsageException(flag + " must be like host:port/name:tag, in lower case, but was '" + text + "'");
        }
        String host = matcher.group("host");
        String tag = matcher.group("tag");
        return new ImageReference(host == null ? "" : host, matcher.group("name"), tag == null ? "latest" : tag);
    }

    /** The reference of a file's image: {@code Hello_v2.jar} is {@code hello_v2:latest}. */
    static ImageReference ofFile(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT)
                .replaceFirst("\\.jar$", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return new ImageReference("", name.isEmpty() ? "function" : name, "latest");
    }

    /** The host that speaks the registry's protocol: Docker Hub's is another than its name. */
    String apiHost() {
        return registry.equals(DOCKER_HUB) ? "registry-1.docker.io" : registry;
    }

    /** The name that {@code docker login} has for the registry. */
    String loginKey() {
        return registry.equals(DOCKER_HUB) ? "https://index.docker.io/v1/" : registry;
    }

    @Override
    public String toString() {
        return (registry.isEmpty() ? "" : registry + "/") + name + ":" + tag;
    }
}
