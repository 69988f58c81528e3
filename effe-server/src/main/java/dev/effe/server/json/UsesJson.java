package dev.effe.server.json;

/** A request or response that reads or writes the JSON of a function. */
public interface UsesJson {

    /** Names the function's. Called before the function is, on the same thread. */
    void use(FunctionJson json);
}
