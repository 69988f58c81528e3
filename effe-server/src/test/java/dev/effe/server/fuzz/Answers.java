package dev.effe.server.fuzz;

import dev.effe.server.kit.Frames;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** The answer that came back to one client, read strictly. */
final class Answers {

    /** The answer that came back is not one that a server may give. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    /** The end of the connection, as the client saw it. */
    enum End {
        FIN,
        /** By the server. */
        RESET,
        /** By the client, which has not seen all. */
        LEFT
    }

    /** Answers by status, with those of HTTP/2 under "h2 200". */
    private final Map<String, LongAdder> counts = new java.util.concurrent.ConcurrentHashMap<>();

    private final long seed;

    Answers(long seed) {
        this.seed = seed;
    }

    long count(String status) {
        LongAdder count = counts.get(status);
        return count == null ? 0 : count.sum();
    }

    Map<String, LongAdder> counts() {
        return new TreeMap<>(counts);
    }

    void check(FuzzCase one, String received, End end) throws Malformed {
        for (int number : Token.numbersIn(received, seed)) {
            require(number == one.number(), "bytes of stream " + number);
        }
        if (one.door() == Door.TLS) {
            boolean record = received.isEmpty() || received.charAt(0) >= 20 && received.charAt(0) <= 23;
            require(record || isRefusalOfClearText(one, received), "neither a record of TLS nor a refusal");
            return;
        }
        boolean http1 = received.startsWith("HTTP/1.1 ");
        if (received.isEmpty()) {
            require(one.door() == Door.PROXY || end != End.RESET || isHttp2(one), "reset without an answer");
        } else if (http1) {
            require(one.door() == Door.PROXY || !isHttp2(one), "HTTP/1.1 for HTTP/2");
            require(end != End.RESET, "reset");
            new Http1Answers(received, one.sent(), end == End.LEFT, this::count1).check();
        } else {
            require(one.door() == Door.PROXY || isHttp2(one), "neither HTTP/1.1 nor asked for HTTP/2");
            // Who ends its side of HTTP/2 has left: there is no half-closed connection.
            boolean mayBeCut = end != End.FIN || one.ending() != FuzzCase.Ending.WAIT;
            new Http2Answers(received, mayBeCut, this::count2).check();
        }
    }

    /** A request in clear text is told so, once. */
    private static boolean isRefusalOfClearText(FuzzCase one, String received) {
        return one.sent().charAt(0) >= ' '
                && received.startsWith("HTTP/1.1 400 ")
                && received.contains("this port speaks TLS")
                && received.lastIndexOf("HTTP/1.1 ") == 0;
    }

    private static boolean isHttp2(FuzzCase one) {
        return one.sent().startsWith(Frames.PREFACE);
    }

    private void count1(int status) {
        count("" + status, 1);
    }

    private void count2(int status) {
        count("h2 " + status, 1);
    }

    void count(String what, int by) {
        counts.computeIfAbsent(what, unknown -> new LongAdder()).add(by);
    }

    static void require(boolean holds, String otherwise) throws Malformed {
        if (!holds) {
            throw new Malformed(otherwise);
        }
    }
}
