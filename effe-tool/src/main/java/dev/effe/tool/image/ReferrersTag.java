package dev.effe.tool.image;

import dev.effe.server.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The tag under which what is attached to an image is listed, where a registry has no Referrers API: the fallback of the
 * OCI Distribution Specification 1.1. Stateless.
 */
final class ReferrersTag {

    static final String INDEX = "application/vnd.oci.image.index.v1+json";

    private ReferrersTag() {}

    /** The tag of a digest, such as {@code sha256-2c26…}. */
    static String of(String digest) {
        return digest.replace(':', '-');
    }

    /** A list with one thing on it. */
    static Blob with(Map<String, Object> referrer) {
        return index(List.of(referrer));
    }

    /**
     * A list with one thing more, if it is not on it yet.
     *
     * @param tag for the message
     * @throws ImageException if the tag names no list
     */
    static Blob with(Map<String, Object> referrer, byte[] before, String tag) throws ImageException {
        Map<String, Object> index = JsonTree.read(before, "The tag " + tag);
        if (!(index.get("manifests") instanceof List<?> manifests)) {
            throw new ImageException(
                    "The tag " + tag + " lists nothing, and is where the registry's clients look for what"
                            + " is attached to the image: delete it");
        }
        List<Object> all = new ArrayList<>(manifests);
        boolean there = all.stream()
                .anyMatch(each ->
                        each instanceof Map<?, ?> map && Objects.equals(referrer.get("digest"), map.get("digest")));
        if (!there) {
            all.add(referrer);
        }
        return index(all);
    }

    private static Blob index(List<?> manifests) {
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("schemaVersion", 2);
        index.put("mediaType", INDEX);
        index.put("manifests", manifests);
        return Blob.of(INDEX, Json.write(index));
    }
}
