package dev.effe.tool.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The logins that {@code docker login} and {@code podman login --compat-auth-file} have written down. */
final class DockerConfig {

    private DockerConfig() {}

    /**
     * The Authorization header for a registry; "" if nobody has logged in.
     *
     * @param environment for DOCKER_CONFIG, the folder of config.json; {@code ~/.docker} without it
     */
    static String authorization(String registry, Map<String, String> environment) throws IOException {
        String folder = environment.get("DOCKER_CONFIG");
        Path file = folder == null
                ? Path.of(System.getProperty("user.home"), ".docker", "config.json")
                : Path.of(folder, "config.json");
        if (!Files.isRegularFile(file)) {
            return "";
        }
        Map<String, Object> config = JsonTree.read(Files.readAllBytes(file), file.toString());
        String auth = config.get("auths") instanceof Map<?, ?> all && all.get(registry) instanceof Map<?, ?> one
                ? JsonTree.text(JsonTree.object(one, "auths"), "auth")
                : "";
        if (!auth.matches("[A-Za-z0-9+/=_-]*")) {
            throw new ImageException(file + " has an auth for " + registry
                    + " that is not in base64: log in again with " + "docker login " + registry);
        }
        return auth.isEmpty() ? "" : "Basic " + auth;
    }
}
