package dev.effe.server;

/**
 * Notices that the classes are not those of the jar. Java 25 takes classes from an AOT cache without a look at the jar
 * behind it: after an update of the jar alone the old server would run, and nobody would know.
 */
final class StaleClasses {

    private StaleClasses() {}

    /**
     * Compares the name of the build in a class, which may come from a cache, with that in a file, which never does.
     *
     * @throws StartException if they differ
     */
    static void refuse() throws StartException {
        if (!Version.read("build-id.txt").equals(BuildId.TEXT)) {
            throw new StartException(
                    "The AOT cache is older than the jar and holds other classes: make it anew by --train, or start"
                            + " without -XX:AOTCache",
                    null);
        }
    }
}
