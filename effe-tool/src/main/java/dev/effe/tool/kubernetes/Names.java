package dev.effe.tool.kubernetes;

import dev.effe.server.app.Application;
import dev.effe.server.app.FunctionEntry;
import dev.effe.tool.pack.PackException;

/** The names and labels of what belongs to a function in a cluster. Stateless. */
final class Names {

    static final String VERSION = "effe.dev/version";
    static final String ALIAS = "effe.dev/alias";
    static final String HISTORY = "effe.dev/history";
    static final String CODE = "effe.dev/code";
    static final String CONFIGURATION = "effe.dev/configuration";
    static final String BYTES = "effe.dev/bytes";
    static final String INSTANCE = "app.kubernetes.io/instance";
    static final String PART_OF = "app.kubernetes.io/part-of";
    static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    static final String NAME = "app.kubernetes.io/name";
    static final String EFFE = "effe";

    /** A label has 63 characters: so many are left beside {@code -effe-v} and the digits of a version. */
    private static final int LONGEST_NAME = 47;

    private static final int LONGEST_LABEL = 63;
    private static final String LABEL = "[a-z]([a-z0-9-]*[a-z0-9])?";

    private Names() {}

    /** The name that a function is deployed by. */
    static String of(Application application, FunctionEntry function) {
        return function.deployment().as().orElse(application.name() + "-" + function.name());
    }

    /** @throws PackException if a cluster does not take it */
    static String checked(Application application, FunctionEntry function) throws PackException {
        String name = of(application, function);
        if (!name.matches(LABEL) || name.length() > LONGEST_NAME) {
            throw new PackException(
                    function.place() + ": functions." + function.name() + " would be deployed as " + name
                            + ", and on Kubernetes a name has at most " + LONGEST_NAME
                            + " characters a-z, 0-9 and -, and begins with a letter: name it otherwise by as");
        }
        return name;
    }

    /** The label that all of a function's resources have. */
    static String instance(String name) {
        return name + "-" + EFFE;
    }

    /** The name of all that belongs to a version, as the base and a suffix make it. */
    static String version(String name, String version) {
        return instance(name) + "-v" + version;
    }

    /** The name of the Service that is an alias. */
    static String alias(String name, String alias) {
        return name + "-" + alias;
    }

    /** @throws PackException if there can be no Service for it */
    static void checkAlias(String name, String alias) throws PackException {
        if (!alias.matches("[a-z0-9-]*[a-z0-9]")
                || alias.equals(EFFE)
                || alias.startsWith(EFFE + "-v")
                || alias(name, alias).length() > LONGEST_LABEL) {
            throw new PackException(
                    "The alias " + alias + " cannot be a Service of Kubernetes: it must be of a-z, 0-9 and" + " -, and "
                            + alias(name, alias) + " of at most " + LONGEST_LABEL + " characters");
        }
    }

    /** Selects all resources of a function. */
    static String selector(String name) {
        return MANAGED_BY + "=" + EFFE + "," + INSTANCE + "=" + instance(name);
    }

    /** Selects the resources of a version. */
    static String selector(String name, String version) {
        return selector(name) + "," + VERSION + "=v" + version;
    }

    /** The Secret with the token of calls between the functions of an application. */
    static String callToken(String application) {
        return application + "-call-token";
    }
}
