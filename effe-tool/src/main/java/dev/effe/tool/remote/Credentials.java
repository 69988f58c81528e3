package dev.effe.tool.remote;

import java.util.Optional;

/**
 * A key of AWS's, or of a host's. Immutable.
 *
 * @param id which key it is
 * @param secret of the key; never printed
 * @param sessionToken of a key that is good for a while; empty for others
 */
record Credentials(String id, String secret, Optional<String> sessionToken) {

    /** Keys that a host on this machine takes from anybody. */
    static final Credentials ANY = new Credentials("any", "any", Optional.empty());

    @Override
    public String toString() {
        return id;
    }
}
