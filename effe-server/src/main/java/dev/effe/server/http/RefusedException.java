package dev.effe.server.http;

/** Ends the decoding of a request that is refused. Has no stack trace: a flood of bad requests must stay cheap. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final Refusal refusal;

    /** For {@link Refusal} only; others throw {@link Refusal#exception}. */
    RefusedException(Refusal refusal) {
        super(refusal.toString(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
