package dev.effe.lambda.runtime.crac;

/** Looked for by name; never thrown here. */
public final class CheckpointException extends Exception {
    private static final long serialVersionUID = 1;

    private CheckpointException() {}
}
