package dev.effe.spi.topics;

import java.time.Duration;

/**
 * Events that were appended, and have no offset yet: nobody can read them.
 *
 * @param events how many; at most 100,000 are counted
 * @param oldest the age of the one that was appended first; zero if there is none
 */
public record InboxState(long events, Duration oldest) {}
