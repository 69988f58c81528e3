package dev.effe.server;

import java.util.Objects;

/** The version of this Effe, from its jar's manifest. */
final class Version {

    static final String TEXT =
            Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");

    private Version() {}
}
