package dev.effe.lambda.runtime.crac;

/** Where org.crac finds the context. Stateless. */
public final class Core {

    private Core() {}

    /** The one context. */
    public static Context<Resource> getGlobalContext() {
        return Hooks.REGISTRY;
    }

    /** Handlers cannot ask for a snapshot, here as on AWS. */
    @SuppressWarnings("DoNotCallSuggester")
    public static void checkpointRestore() {
        throw new UnsupportedOperationException("AWS Lambda decides when a snapshot is taken");
    }
}
