package dev.effe.lambda.runtime.crac;

/** Looked for by name; never thrown here. */
public final class RestoreException extends Exception {
    private static final long serialVersionUID = 1;

    private RestoreException() {}
}
