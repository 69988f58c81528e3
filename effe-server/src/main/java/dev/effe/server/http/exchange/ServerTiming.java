package dev.effe.server.http.exchange;

import dev.effe.server.dispatch.EndedInvocation;

/** The times of a call as the header Server-Timing (W3C), in milliseconds with three digits behind the point. Stateless. */
final class ServerTiming {

    private ServerTiming() {}

    /** @param ran whether the run is over; a head that is written before does not tell its time */
    static String of(EndedInvocation call, boolean ran) {
        StringBuilder text = new StringBuilder(64);
        add(text, "queue;dur=", call.queueNanos());
        add(text, ", start;dur=", call.startNanos());
        if (ran) {
            add(text, ", run;dur=", call.runNanos());
        }
        return text.toString();
    }

    private static void add(StringBuilder text, String metric, long nanos) {
        long micros = Math.max(0, nanos) / 1000;
        String fraction = Long.toString(1000 + micros % 1000);
        text.append(metric).append(micros / 1000).append('.').append(fraction, 1, fraction.length());
    }
}
