package dev.effe.lambda.runtime.crac;

/** Where resources are registered. */
public abstract class Context<R extends Resource> implements Resource {

    /** Made by {@link Core} alone. */
    protected Context() {}

    /** Has the resource told of the snapshot that is next. */
    public abstract void register(R resource);
}
