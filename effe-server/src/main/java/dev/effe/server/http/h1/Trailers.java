package dev.effe.server.http.h1;

import dev.effe.server.http.message.HeaderFields;
import dev.effe.server.http.message.Http1Limits;
import dev.effe.server.http.message.Refusal;
import dev.effe.server.http.message.RefusedException;
import io.netty.buffer.ByteBuf;
import java.util.Set;
import java.util.TreeSet;

/** Reads the trailer section of a chunked body, checks it like a header section, and forgets it. */
final class Trailers {
    /** The fields that change what the message is or whom it is for (RFC 9110, 6.5.1). */
    private static final Set<String> FORBIDDEN = caseInsensitive(
            "Authorization",
            "Cache-Control",
            "Connection",
            "Content-Encoding",
            "Content-Length",
            "Content-Range",
            "Content-Type",
            "Cookie",
            "Expect",
            "Forwarded",
            "Host",
            "Keep-Alive",
            "Max-Forwards",
            "Proxy-Authorization",
            "Range",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto");

    private final LineBuffer lines;
    private final FieldSection section;

    Trailers(Http1Limits limits, LineBuffer lines) {
        this.lines = lines;
        this.section = new FieldSection(limits, lines);
    }

    private static Set<String> caseInsensitive(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(Set.of(names));
        return set;
    }

    /** Takes bytes up to the end of the section; false if it has not arrived yet. */
    boolean read(ByteBuf in) throws RefusedException {
        while (in.isReadable()) {
            lines.fill(in);
            if (section.read()) {
                lines.giveBack(in);
                check(section.take());
                return true;
            }
        }
        return false;
    }

    private static void check(HeaderFields trailers) throws RefusedException {
        for (String name : trailers.asMap().keySet()) {
            if (FORBIDDEN.contains(name)) {
                throw Refusal.BAD_FRAMING.exception();
            }
        }
    }
}
