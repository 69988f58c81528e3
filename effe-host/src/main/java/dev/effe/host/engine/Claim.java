package dev.effe.host.engine;

/** A call that wants an instance of its version. Told once, on any thread, and must not block. */
public interface Claim {

    /** It has a place in an instance, to be given back by {@link Instances#release}. */
    void granted(Instance instance);

    /** No instance of the version can be started. */
    void failed(StartFailedException why);

    /** There is no place, and none came free in time. */
    void refused();
}
