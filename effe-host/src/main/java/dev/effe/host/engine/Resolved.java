package dev.effe.host.engine;

/**
 * A version of a function that a call belongs to: the only key by which instances are told apart. Immutable.
 *
 * @param function its name
 * @param version a number, or {@code $LATEST}
 * @param revision changes with whatever an instance of it is started with
 */
public record Resolved(String function, String version, String revision) {

    @Override
    public String toString() {
        return function + ":" + version;
    }
}
