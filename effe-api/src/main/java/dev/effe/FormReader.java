package dev.effe;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the body of a request as a form, whichever of HTML's two kinds it is. */
final class FormReader {

    /** A form of people has dozens; many tiny ones cost many times their bytes. */
    static final int MOST_PARTS = 1000;

    private FormReader() {}

    static Form read(Request request) {
        String encoding = request.header("Content-Encoding").orElse("").strip();
        if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
            throw new StatusException(415, "The form has a Content-Encoding, which is not decoded");
        }
        try {
            HeaderValue type = HeaderValue.parse(request.header("Content-Type").orElse(""));
            String charset = type.parameters().get("charset");
            return new Form(parts(
                    type, request.bytes(), charset == null ? StandardCharsets.UTF_8 : HeaderValue.charset(charset)));
        } catch (IllegalArgumentException e) {
            throw new StatusException(400, "The form " + e.getMessage(), e);
        }
    }

    private static List<Part> parts(HeaderValue type, byte[] body, Charset charset) {
        return switch (type.value()) {
            case "application/x-www-form-urlencoded" -> pairs(body, charset);
            case "multipart/form-data" ->
                Multipart.parse(body, type.parameters().getOrDefault("boundary", ""), charset);
            default ->
                throw new StatusException(415, "A form is application/x-www-form-urlencoded or multipart/form-data");
        };
    }

    /** As the URL standard reads them (5.1), but that an escape must be one. */
    private static List<Part> pairs(byte[] body, Charset charset) {
        List<Part> pairs = new ArrayList<>();
        int from = 0;
        while (from < body.length) {
            int end = indexOf('&', body, from, body.length);
            if (pairs.size() == MOST_PARTS) {
                throw tooMany();
            }
            if (end > from) {
                int equals = indexOf('=', body, from, end);
                byte[] name = Escapes.decode(Arrays.copyOfRange(body, from, equals), true);
                byte[] value = Escapes.decode(Arrays.copyOfRange(body, Math.min(end, equals + 1), end), true);
                PartHead head = new PartHead(new String(name, charset), null, null);
                pairs.add(new Part(head, charset, value, 0, value.length));
            }
            from = end + 1;
        }
        return pairs;
    }

    private static int indexOf(char c, byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != c) {
            i++;
        }
        return i;
    }

    static StatusException tooMany() {
        return new StatusException(413, "The form has more than " + MOST_PARTS + " fields and files");
    }
}
