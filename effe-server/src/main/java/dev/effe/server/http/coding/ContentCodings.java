package dev.effe.server.http.coding;

import dev.effe.StatusException;
import dev.effe.server.memory.DecodedRoom;
import dev.effe.server.route.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.DataFormatException;

/** Decodes what Content-Encoding says of a request's body (RFC 9110, 8.4), on a worker. Stateless. */
public final class ContentCodings {

    /** The codings that are decoded, for Accept-Encoding. */
    public static final String KNOWN = "gzip, deflate";

    /** The status of those that are not decoded. */
    public static final int UNKNOWN_STATUS = 415;

    private static final int MOST_CODINGS = 3;

    private ContentCodings() {}

    /** The codings in the order in which they were applied, without those that change nothing. */
    public static List<String> of(List<String> contentEncodings) {
        List<String> codings = new ArrayList<>(1);
        for (String header : contentEncodings) {
            for (String coding : header.split(",", -1)) {
                String name = coding.strip().toLowerCase(Locale.ROOT);
                if (!name.isEmpty() && !name.equals("identity")) {
                    codings.add(name);
                }
            }
        }
        return codings;
    }

    public static boolean areKnown(List<String> codings) {
        return codings.size() <= MOST_CODINGS && codings.stream().allMatch(c -> isGzip(c) || c.equals("deflate"));
    }

    private static boolean isGzip(String coding) {
        return coding.equals("gzip") || coding.equals("x-gzip");
    }

    /**
     * Decodes a body.
     *
     * @param codings known ones
     * @param maxBytes what it may be decoded to, at each step
     * @param room takes what it is decoded to
     * @throws StatusException with status 400 if it is malformed or cut, 413 if it is longer, 503 if there is no memory
     */
    public static Body decode(Body body, List<String> codings, long maxBytes, DecodedRoom room) {
        Body decoded = body;
        for (int i = codings.size() - 1; i >= 0; i--) {
            InflatedBody out = new InflatedBody(maxBytes, room);
            byte[] in = decoded.bytes();
            try {
                if (isGzip(codings.get(i))) {
                    Gzip.decode(in, out);
                } else {
                    out.inflateZlib(in);
                }
            } catch (DataFormatException e) {
                throw new StatusException(400, "The body is not " + codings.get(i) + ", or it is cut", e);
            }
            decoded = out.take();
        }
        return decoded;
    }
}
