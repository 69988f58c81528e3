package dev.effe.server.events;

import java.nio.file.Path;

/**
 * The rules by which events are kept and dealt with.
 *
 * @param folder where they are kept, this function's alone; made when the first one comes
 * @param maxEvents how many may be pending, and how many failed ones are kept
 * @param maxEventsBytes how much of the disk all of them may take
 * @param maxInFlight how many the function is given at once
 * @param retries when they are tried again
 * @param destinations where records of them go
 * @param keepFailed whether those that are given up are kept, where no destination is told of them; else they are dropped,
 *     as AWS Lambda does it
 */
public record EventRules(
        Path folder,
        int maxEvents,
        long maxEventsBytes,
        int maxInFlight,
        RetryRules retries,
        DestinationSettings destinations,
        boolean keepFailed) {}
