package dev.effe.bench;

import dev.effe.server.cli.Settings;
import dev.effe.server.pool.PoolLimits;

/** The limits that a server has when none are set. */
final class Defaults {

    static final Settings SETTINGS = Settings.defaults();

    private Defaults() {}

    static PoolLimits poolLimits() {
        return SETTINGS.function().contexts();
    }
}
