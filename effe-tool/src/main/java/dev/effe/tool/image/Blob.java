package dev.effe.tool.image;

import dev.effe.server.file.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bytes that an image consists of, named by their digest.
 *
 * @param mediaType what they are
 * @param digest {@code sha256:} and 64 hexadecimal digits
 * @param size how many they are
 * @param source opens them
 */
record Blob(String mediaType, String digest, long size, Source source) {

    private static final String SHA256 = "sha256:";
    /** The least that a registry has to take of a manifest, by the OCI Distribution Specification. */
    static final int MAX_JSON_BYTES = 4 << 20;

    /** Where the bytes are. */
    interface Source {
        InputStream open() throws IOException;
    }

    static Blob of(String mediaType, byte[] bytes) {
        return new Blob(mediaType, digest(Sha256.of(bytes)), bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    /** The blob that a descriptor names. */
    static Blob in(Layout layout, Map<String, Object> descriptor) throws ImageException {
        String digest = JsonTree.text(descriptor, "digest");
        long size = descriptor.get("size") instanceof Integer || descriptor.get("size") instanceof Long
                ? ((Number) descriptor.get("size")).longValue()
                : -1;
        if (!isDigest(digest) || size < 0) {
            throw new ImageException("The base has a descriptor without a sha256 digest or a size: " + descriptor);
        }
        String path = path(digest);
        return new Blob(JsonTree.text(descriptor, "mediaType"), digest, size, () -> layout.open(path));
    }

    static boolean isDigest(String text) {
        return text.matches(SHA256 + "[0-9a-f]{64}");
    }

    /** The path in the OCI layout. */
    String path() {
        return path(digest);
    }

    private static String path(String digest) {
        return "blobs/sha256/" + digest.substring(SHA256.length());
    }

    Map<String, Object> descriptor() {
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("mediaType", mediaType);
        descriptor.put("digest", digest);
        descriptor.put("size", size);
        return descriptor;
    }

    /** The bytes of a manifest or a configuration; fails if they are not those that the digest names. */
    byte[] bytes() throws IOException {
        if (size > MAX_JSON_BYTES) {
            throw new ImageException("The base has a manifest of " + size + " bytes; at most " + MAX_JSON_BYTES
                    + " are read: " + path());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        copyTo(bytes);
        return bytes.toByteArray();
    }

    /** Writes the bytes, and fails if they are not those that the digest names. */
    void copyTo(OutputStream out) throws IOException {
        MessageDigest sum = Sha256.digest();
        long copied = 0;
        try (InputStream in = source.open()) {
            byte[] buffer = new byte[64 * 1024];
            for (int read = in.read(buffer); read >= 0 && copied <= size; read = in.read(buffer)) {
                sum.update(buffer, 0, read);
                out.write(buffer, 0, read);
                copied += read;
            }
        }
        if (copied != size || !digest(sum.digest()).equals(digest)) {
            throw new ImageException("The base is damaged: " + path() + " has other bytes than its name says");
        }
    }

    private static String digest(byte[] sum) {
        return SHA256 + HexFormat.of().formatHex(sum);
    }
}
