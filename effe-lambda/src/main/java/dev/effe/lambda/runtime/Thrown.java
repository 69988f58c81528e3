package dev.effe.lambda.runtime;

/** Hands on what user code throws, whatever the signatures on the way allow. */
final class Thrown {

    private Thrown() {}

    /** Throws it as it is; returns nothing, so that the compiler sees the end: {@code throw Thrown.unchecked(e)}. */
    static RuntimeException unchecked(Throwable failure) {
        return Thrown.<RuntimeException>as(failure);
    }

    @SuppressWarnings("unchecked") // To the compiler an exception of no checked class, whatever it is.
    private static <T extends Throwable> RuntimeException as(Throwable failure) throws T {
        throw (T) failure;
    }
}
