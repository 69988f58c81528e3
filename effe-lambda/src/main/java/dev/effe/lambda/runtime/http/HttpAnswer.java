package dev.effe.lambda.runtime.http;

import dev.effe.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The HTTP answer that a client gets. Immutable. */
final class HttpAnswer {

    /** They say how the message is framed: the server's business. AWS renames or drops them. */
    private static final Set<String> SERVERS_OWN = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /** There may be others of these names already, which these must not replace. */
    private static final Set<String> ADDED = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        SERVERS_OWN.addAll(HttpCall.FOR_THE_CONNECTION);
        SERVERS_OWN.addAll(List.of("Content-Length", "Trailer"));
        ADDED.addAll(List.of("Set-Cookie", "Vary"));
    }

    private static final String TOKEN_MARKS = "!#$%&'*+.^_`|~-";

    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    /**
     * Checks that the headers can be sent, so that a response is begun only if it can be finished.
     *
     * @param headers of each name all values
     * @param body not to be changed
     * @throws MalformedAnswerException if one of them cannot
     */
    HttpAnswer(int status, Map<String, List<String>> headers, byte[] body) throws MalformedAnswerException {
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            if (!isToken(header.getKey())) {
                throw new MalformedAnswerException("the name of a header must be a token");
            }
            for (String value : header.getValue()) {
                if (!isText(value)) {
                    throw new MalformedAnswerException("the value of " + header.getKey() + " must be ISO-8859-1 text");
                }
            }
        }
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && TOKEN_MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isText(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                return false;
            }
        }
        return true;
    }

    /** An answer of the front door's own. */
    static HttpAnswer of(int status, String contentType, byte[] body) {
        try {
            return new HttpAnswer(status, new TreeMap<>(Map.of("Content-Type", List.of(contentType))), body);
        } catch (MalformedAnswerException e) {
            throw new IllegalArgumentException(e);
        }
    }

    int status() {
        return status;
    }

    Map<String, List<String>> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    /** Gives status and headers. */
    void headInto(Response response) {
        response.status(status);
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            String name = header.getKey();
            if (!SERVERS_OWN.contains(name)) {
                boolean replaces = !ADDED.contains(name);
                for (String value : header.getValue()) {
                    if (replaces) {
                        response.header(name, value);
                    } else {
                        response.addHeader(name, value);
                    }
                    replaces = false;
                }
            }
        }
    }

    /** Gives all of it. */
    void into(Response response) {
        headInto(response);
        response.send(body);
    }
}
