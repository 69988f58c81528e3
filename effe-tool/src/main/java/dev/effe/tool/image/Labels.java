package dev.effe.tool.image;

import java.util.Map;
import java.util.TreeMap;

/** The labels of an image, by the names of the OCI image specification. */
final class Labels {

    /** Begins labels that describe an image: a base's describe the base, and not the image on it. */
    static final String OF_THE_OCI = "org.opencontainers.image.";

    private Labels() {}

    /** The name and the version that a reference has, unless they are given. */
    static Map<String, String> of(ImageReference tag, Map<String, String> given) {
        Map<String, String> all = new TreeMap<>();
        all.put(OF_THE_OCI + "title", tag.name().replaceFirst(".*/", ""));
        if (!tag.tag().equals("latest")) {
            all.put(OF_THE_OCI + "version", tag.tag());
        }
        all.putAll(given);
        return all;
    }
}
