package dev.effe.server.call;

import java.util.Locale;

/** The end of a call, as metrics tell it. */
public enum CallEnd {
    /** With a status below 400. */
    SUCCEEDED,
    /** With a status from 400 to 499, or 508. */
    STATUS,
    /** With 503. */
    REJECTED,
    /** With 504, or without an answer in time. */
    TIMED_OUT,
    /** With any other status, or with an answer that is cut or too large. */
    FAILED,
    /** Without anybody to answer. */
    UNREACHABLE;

    static CallEnd of(Reply reply) {
        if (reply.end() == Reply.End.UNREACHABLE) {
            return UNREACHABLE;
        }
        int status = reply.answer().status();
        return switch (status) {
            case 503 -> REJECTED;
            case 504 -> TIMED_OUT;
            case 508 -> STATUS;
            default -> status < 400 ? SUCCEEDED : status < 500 ? STATUS : FAILED;
        };
    }

    /** Its name among the metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
