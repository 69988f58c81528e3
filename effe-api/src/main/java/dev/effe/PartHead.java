package dev.effe;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The header lines before the content of a part (RFC 7578, 4.2).
 *
 * @param filename null for a field
 * @param contentType null if there is none
 */
record PartHead(
        String name, @Nullable String filename, @Nullable String contentType) {

    private static final List<String> PLAIN = List.of("7bit", "8bit", "binary");

    /** @throws IllegalArgumentException if it is malformed; the message says what, behind "A part" */
    static PartHead parse(String lines) {
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines.split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon < 1 || line.chars().limit(colon).anyMatch(c -> c <= ' ' || c == 0x7f)) {
                throw new IllegalArgumentException("has a header that is malformed");
            }
            if (fields.put(line.substring(0, colon), line.substring(colon + 1).strip()) != null) {
                throw new IllegalArgumentException("has a header twice");
            }
        }
        return of(fields);
    }

    private static PartHead of(Map<String, String> fields) {
        HeaderValue disposition = HeaderValue.parse(fields.getOrDefault("Content-Disposition", ""));
        String name = disposition.parameters().get("name");
        if (!disposition.value().equals("form-data") || name == null) {
            throw new IllegalArgumentException("has no Content-Disposition: form-data with a name");
        }
        String encoding = fields.getOrDefault("Content-Transfer-Encoding", "binary");
        if (!PLAIN.contains(encoding.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("has a Content-Transfer-Encoding, which RFC 7578 has done away with");
        }
        String filename = disposition.parameters().get("filename");
        String extended = disposition.parameters().get("filename*");
        filename = extended == null ? filename : decoded(extended);
        if (hasControls(name) || (filename != null && hasControls(filename))) {
            throw new IllegalArgumentException("has a name with a control character");
        }
        return new PartHead(name, filename == null ? null : lastOf(filename), fields.get("Content-Type"));
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> c < ' ' || c == 0x7f);
    }

    /** RFC 7578 has no {@code filename*}, but senders do (RFC 8187, 3.2). */
    private static String decoded(String extended) {
        String[] pieces = extended.split("'", 3);
        if (pieces.length == 3 && pieces[0].equalsIgnoreCase("UTF-8")) {
            byte[] bytes = Escapes.decode(pieces[2].getBytes(StandardCharsets.UTF_8), false);
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException("has a filename* that is not UTF-8", e);
            }
        }
        throw new IllegalArgumentException("has a filename* that does not begin with UTF-8''");
    }

    private static String lastOf(String path) {
        String last = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        return last.equals(".") || last.equals("..") ? "" : last;
    }
}
