package dev.effe.server.cli;

import dev.effe.server.net.Mask;
import dev.effe.server.settings.Given;
import dev.effe.server.settings.Origin;

/** Hides what should not be printed of a function's own configuration. */
final class Secrets {

    private Secrets() {}

    /** The value of a function's key, as far as it may be shown. */
    static String masked(String key, Given value) {
        boolean secret = value.origin().kind() == Origin.Kind.SECRET_FILE || Mask.namesSecret(key);
        return secret ? Mask.TEXT : Mask.urls(value.text());
    }
}
