package dev.effe.server.function;

/** A request whose function may call others. */
public interface MakesCalls {

    /** Names who calls them. Called before the function is, on the same thread. */
    void callBy(Caller caller);

    /** The function's run has returned. */
    void runEnded();
}
