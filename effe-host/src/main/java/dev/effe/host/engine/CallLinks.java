package dev.effe.host.engine;

import dev.effe.host.model.Callee;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Lets functions of instances call others. Thread-safe. */
public interface CallLinks {

    /**
     * The way of an instance's calls.
     *
     * @param address of all functions that it may call
     * @param token that it is known by, which no other instance has
     */
    record Link(URI address, String token) {}

    /** Lets an instance call these functions, until it has ended. */
    Link open(String instance, Map<String, Callee> callees) throws IOException;

    /** Forgets an instance, whose token nobody has any more. */
    void close(String instance);
}
