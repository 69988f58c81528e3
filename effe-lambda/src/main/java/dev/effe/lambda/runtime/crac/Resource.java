package dev.effe.lambda.runtime.crac;

/** Something of a handler's that is told of the snapshot. */
public interface Resource {

    /** Before the snapshot. */
    void beforeCheckpoint(Context<? extends Resource> context) throws Exception;

    /** After the start from it. */
    void afterRestore(Context<? extends Resource> context) throws Exception;
}
