package dev.effe.server.http.message;

/** Ends the decoding of a request that is refused. Has no stack trace: a flood of bad requests must stay cheap. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final Refusal refusal;
    private final String target;

    /** For {@link Refusal} only; others throw {@link Refusal#exception}. */
    RefusedException(Refusal refusal, String target) {
        super(refusal.toString(), null, false, false);
        this.refusal = refusal;
        this.target = target;
    }

    /** The target of the request, if that matters; else "". */
    public String target() {
        return target;
    }

    public Refusal refusal() {
        return refusal;
    }
}
