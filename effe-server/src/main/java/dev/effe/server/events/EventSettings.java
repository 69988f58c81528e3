package dev.effe.server.events;

import static dev.effe.server.settings.ValueTypes.diskSize;
import static dev.effe.server.settings.ValueTypes.filePath;
import static dev.effe.server.settings.ValueTypes.number;

import dev.effe.server.settings.Rows;
import dev.effe.server.settings.Setting.Group;
import java.nio.file.Path;

/**
 * The settings of a function's events. Immutable.
 *
 * @param dataDir the folder that keeps events until they are done; made when the first one comes
 * @param maxEvents how many may wait, from 1 to 10,000,000
 * @param maxEventsBytes how many bytes of the disk they may take, those that are kept as failed included
 * @param maxRunning how many run at once, if that is not more than half of the function's contexts
 * @param retries when they are tried again
 * @param destinations where records of them go
 */
public record EventSettings(
        Path dataDir,
        int maxEvents,
        long maxEventsBytes,
        int maxRunning,
        RetryRules retries,
        DestinationSettings destinations) {

    public static EventSettings of(Rows rows) {
        Rows events = rows.under(Group.INVOKE);
        return new EventSettings(
                events.value("data-dir", filePath(), "effe-data", "Folder that keeps events until done, and topics."),
                events.value("max-events", number(1, 10_000_000), "100000", "Events that wait; more get 429."),
                events.value(
                        "max-events-bytes",
                        diskSize("2MiB", "1024GiB"),
                        "512MiB",
                        "Bytes of disk for events, failed ones too; more get 429."),
                events.value(
                        "max-events-running",
                        number(1, 10_000),
                        "100",
                        "Events that run at once, and half of max-contexts at most."),
                RetryRules.of(events),
                DestinationSettings.of(events));
    }

    /**
     * The rules of a function's queue.
     *
     * @param function its name, which its folder has
     * @param maxContexts how many contexts it has at most: half of them are for those who wait for an answer
     */
    public EventRules rules(String function, int maxContexts) {
        Path folder = dataDir.resolve("events").resolve(function).toAbsolutePath();
        int mostRunning = Math.min(maxRunning, Math.max(1, maxContexts / 2));
        return new EventRules(folder, maxEvents, maxEventsBytes, mostRunning, retries, destinations, true);
    }
}
