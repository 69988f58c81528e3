package dev.effe.server.supply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list in CycloneDX of what a jar is made of.
 *
 * @param components the libraries, Effe's own modules not among them
 */
record Sbom(List<Component> components) {

    /**
     * A library.
     *
     * @param classifier of the jar, such as linux-x86_64; null for none
     * @param sha256 the checksum of its jar; "" if there is none
     */
    record Component(
            String group,
            String name,
            String version,
            @Nullable String classifier,
            String sha256) {

        String fileName() {
            return name + "-" + version + (classifier == null ? "" : "-" + classifier) + ".jar";
        }
    }

    static Sbom parse(byte[] json) throws IOException {
        JsonNode root = new ObjectMapper().readTree(json);
        if (!root.path("bomFormat").asText().equals("CycloneDX")
                || !root.path("specVersion").asText().equals("1.6")) {
            throw new IOException("No CycloneDX 1.6");
        }
        List<Component> components = new ArrayList<>();
        for (JsonNode node : root.path("components")) {
            if (!node.path("group").asText().equals("dev.effe")) {
                components.add(component(node));
            }
        }
        return new Sbom(components);
    }

    private static Component component(JsonNode node) {
        String sha256 = "";
        for (JsonNode hash : node.path("hashes")) {
            sha256 = hash.path("alg").asText().equals("SHA-256")
                    ? hash.path("content").asText()
                    : sha256;
        }
        String purl = node.path("purl").asText();
        int classifier = purl.indexOf("classifier=");
        return new Component(
                node.path("group").asText(),
                node.path("name").asText(),
                node.path("version").asText(),
                classifier < 0 ? null : purl.substring(classifier + 11).replaceFirst("&.*", ""),
                sha256);
    }
}
