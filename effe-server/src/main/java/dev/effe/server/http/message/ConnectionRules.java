package dev.effe.server.http.message;

import java.util.Set;

/** The expectations of a client for the connection before and after its request. */
public final class ConnectionRules {

    /** The fields that are for a connection of HTTP/1.1 alone, in lower case (RFC 9110, 7.6.1; RFC 9113, 8.2.2). */
    public static final Set<String> FIELDS =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private ConnectionRules() {}

    /** True if another request may follow (RFC 9112, 9.3). */
    public static boolean keepAlive(HeaderFields fields, int minorVersion) {
        if (fields.first("Connection") == null) {
            return minorVersion > 0;
        }
        return !hasOption(fields, "close") && (minorVersion > 0 || hasOption(fields, "keep-alive"));
    }

    private static boolean hasOption(HeaderFields fields, String option) {
        for (String list : fields.all("Connection")) {
            int from = 0;
            while (from <= list.length()) {
                int comma = list.indexOf(',', from);
                int to = comma < 0 ? list.length() : comma;
                if (list.substring(from, to).trim().equalsIgnoreCase(option)) {
                    return true;
                }
                from = to + 1;
            }
        }
        return false;
    }

    /** True if the client waits for a 100 before it sends the body; HTTP/1.0 knows none (RFC 9110, 10.1.1). */
    public static boolean expectContinue(HeaderFields fields, int minorVersion) throws RefusedException {
        String expectation = fields.first("Expect");
        if (expectation == null || minorVersion == 0) {
            return false;
        }
        if (!expectation.equalsIgnoreCase("100-continue") || fields.count("Expect") > 1) {
            throw Refusal.EXPECTATION_FAILED.exception();
        }
        return true;
    }
}
