package dev.effe.server.http.coding;

import java.util.List;
import java.util.Locale;

/**
 * The content codings that a client says it takes (RFC 9110, 12.5.3).
 *
 * @param takesGzip whether gzip is welcome, and not less than the plain body
 * @param refusesIdentity whether the plain body is not
 */
public record AcceptEncoding(boolean takesGzip, boolean refusesIdentity) {

    private static final int UNSAID = -1;
    private static final int ONE = 1000;

    /** Nothing is compressed for a client that says nothing: it might take all, and may well know none. */
    public static AcceptEncoding of(List<String> headers) {
        int gzip = UNSAID;
        int identity = UNSAID;
        int any = UNSAID;
        for (String header : headers) {
            for (String item : header.split(",", -1)) {
                String[] pieces = item.split(";", -1);
                switch (pieces[0].strip().toLowerCase(Locale.ROOT)) {
                    case "gzip", "x-gzip" -> gzip = Math.max(gzip, weight(pieces));
                    case "identity" -> identity = weight(pieces);
                    case "*" -> any = weight(pieces);
                    default -> {}
                }
            }
        }
        gzip = gzip == UNSAID ? any : gzip;
        boolean refusesIdentity = identity == 0 || (identity == UNSAID && any == 0);
        return new AcceptEncoding(gzip > 0 && gzip >= identity, refusesIdentity);
    }

    /** In thousandths; 0 for one that is malformed. */
    private static int weight(String[] pieces) {
        int weight = ONE;
        for (int i = 1; i < pieces.length; i++) {
            String parameter = pieces[i].strip();
            boolean known = parameter.regionMatches(true, 0, "q=", 0, 2);
            weight = known ? thousandths(parameter.substring(2)) : 0;
        }
        return weight;
    }

    private static int thousandths(String q) {
        if (!q.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")) {
            return 0;
        }
        return (int) Math.round(Double.parseDouble(q) * ONE);
    }
}
