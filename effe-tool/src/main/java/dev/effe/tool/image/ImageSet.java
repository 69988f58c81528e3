package dev.effe.tool.image;

import dev.effe.server.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An image, or an index of several, one for each platform, that have one name.
 *
 * @param images at least one
 * @param top the manifest of the only image, or the index; its digest is that of the name
 */
record ImageSet(List<Image> images, Blob top) {

    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    static ImageSet of(List<Image> images) throws IOException {
        return new ImageSet(images, images.size() == 1 ? images.get(0).manifest() : index(images));
    }

    private static Blob index(List<Image> images) throws IOException {
        List<Object> manifests = new ArrayList<>();
        for (Image image : images) {
            Map<String, Object> descriptor = image.manifest().descriptor();
            descriptor.put("platform", image.platform());
            manifests.add(descriptor);
        }
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("schemaVersion", 2);
        index.put("mediaType", INDEX);
        index.put("manifests", manifests);
        return Blob.of(INDEX, Json.write(index));
    }

    boolean isIndex() {
        return images.size() > 1;
    }

    /** All bytes, each once, by their digests. */
    Iterable<Blob> blobs() {
        Map<String, Blob> all = new TreeMap<>();
        for (Image image : images) {
            image.blobs().forEach(blob -> all.put(blob.digest(), blob));
        }
        all.put(top.digest(), top);
        return all.values();
    }

    /** The image for this machine; the first if there is none. */
    Image ofThisMachine() throws IOException {
        for (Image image : images) {
            if (Platform.ofThisMachine().is(image.platform())) {
                return image;
            }
        }
        return images.get(0);
    }

    /** The digest, and how many images it stands for if there are several. */
    String describe() {
        return isIndex() ? top.digest() + ", an index of " + images.size() + " images" : top.digest();
    }
}
