package dev.effe.server.fuzz;

import static dev.effe.server.fuzz.Answers.require;

import dev.effe.server.fuzz.Answers.Malformed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

/** Reads what came back as responses of HTTP/1.1, one behind the other and nothing between them (RFC 9112). */
final class Http1Answers {

    /** 505 says that a version is not served; any other 5xx would be the server's fault. */
    static final Set<Integer> STATUSES = Set.of(200, 204, 304, 400, 405, 408, 413, 414, 417, 431, 505);

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 [1-5][0-9][0-9] [ -~]*");
    private static final Pattern FIELD = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+: [\t -~\u0080-\u00ff]*");

    private final String received;
    private final String sent;
    private final boolean mayBeCut;
    private final IntConsumer counts;
    private int at;

    Http1Answers(String received, String sent, boolean mayBeCut, IntConsumer counts) {
        this.received = received;
        this.sent = sent;
        this.mayBeCut = mayBeCut;
        this.counts = counts;
    }

    private static final class Cut extends Exception {
        private static final long serialVersionUID = 1;
    }

    void check() throws Malformed {
        try {
            boolean last = false;
            while (at < received.length()) {
                require(!last, "bytes behind the last answer, at " + at);
                last = !answer();
            }
        } catch (Cut cut) {
            require(mayBeCut, "cut answer");
        }
    }

    /** Returns whether another may follow. */
    private boolean answer() throws Malformed, Cut {
        String line = line();
        require(STATUS_LINE.matcher(line).matches(), "no status line: " + line);
        int status = Integer.parseInt(line.substring(9, 12));
        if (status == 100) {
            require(line().isEmpty(), "a 100 with headers");
            return true;
        }
        require(STATUSES.contains(status), "status " + status);
        counts.accept(status);
        Map<String, List<String>> headers = headers();
        require(one(headers, "Date").endsWith(" GMT"), "no date");
        require(!one(headers, "X-Request-Id").isEmpty(), "no id");
        boolean close = one(headers, "Connection").equals("close");
        if (!one(headers, "X-Seen-Method").equals("HEAD") && status != 204 && status != 304) {
            body(headers, close);
        }
        return !close;
    }

    private Map<String, List<String>> headers() throws Malformed, Cut {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            require(FIELD.matcher(line).matches(), "no header: " + line);
            int colon = line.indexOf(": ");
            headers.computeIfAbsent(line.substring(0, colon), unknown -> new ArrayList<>())
                    .add(line.substring(colon + 2));
        }
        return headers;
    }

    private static String one(Map<String, List<String>> headers, String name) throws Malformed {
        List<String> values = headers.getOrDefault(name, List.of(""));
        require(values.size() == 1, "several of " + name);
        return values.get(0);
    }

    private void body(Map<String, List<String>> headers, boolean close) throws Malformed, Cut {
        String length = one(headers, "Content-Length");
        String coding = one(headers, "Transfer-Encoding");
        boolean refusal = one(headers, "Content-Type").equals("application/problem+json");
        if (refusal && close && at == received.length() && sent.contains("HEAD")) {
            return; // The refused request was a HEAD, as far as the server could see.
        }
        if (!coding.isEmpty()) {
            require(coding.equals("chunked") && length.isEmpty(), "ambiguous length");
            chunks();
        } else if (!length.isEmpty()) {
            take(Integer.parseInt(length));
        } else {
            require(close, "no length");
            at = received.length();
        }
    }

    private void chunks() throws Malformed, Cut {
        int size;
        do {
            String line = line();
            require(line.matches("[0-9a-f]{1,7}"), "no chunk size: " + line);
            size = Integer.parseInt(line, 16);
            take(size);
            require(line().isEmpty(), "no end of a chunk");
        } while (size > 0);
    }

    private void take(int count) throws Cut {
        if (received.length() - at < count) {
            throw new Cut();
        }
        at += count;
    }

    private String line() throws Malformed, Cut {
        int end = received.indexOf("\r\n", at);
        if (end < 0) {
            throw new Cut();
        }
        String line = received.substring(at, end);
        require(line.indexOf('\n') < 0 && line.indexOf('\r') < 0, "a bare CR or LF");
        at = end + 2;
        return line;
    }
}
