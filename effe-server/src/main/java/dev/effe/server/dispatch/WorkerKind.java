package dev.effe.server.dispatch;

import static dev.effe.server.settings.ValueTypes.choice;

import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import dev.effe.server.settings.SettingsConflict;

/** The threads that run functions. */
public enum WorkerKind {
    /** Virtual where {@code synchronized} does not pin them (Java 24 and later), else platform. */
    AUTO,
    VIRTUAL,
    PLATFORM;

    private static final int FIRST_JAVA_WITH_VIRTUAL_THREADS = 21;

    /**
     * The kind that a setting names.
     *
     * @throws SettingsConflict if this Java has no virtual threads
     */
    public static WorkerKind of(Rows rows) {
        WorkerKind kind = rows.under(Group.LOAD)
                .value(
                        "workers",
                        choice("<kind>", values()),
                        "auto",
                        "Threads: virtual, platform, or auto for the better.");
        if (kind == VIRTUAL && Runtime.version().feature() < FIRST_JAVA_WITH_VIRTUAL_THREADS) {
            throw SettingsConflict.noVirtualThreads(Runtime.version().feature());
        }
        return kind;
    }
}
