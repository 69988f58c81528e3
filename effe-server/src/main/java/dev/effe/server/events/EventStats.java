package dev.effe.server.events;

/**
 * How events stand.
 *
 * @param pending accepted and not dealt with, those that run now among them
 * @param inFlight being dealt with now
 * @param failed given up and kept
 * @param accepted ever, by this process
 * @param done ever, by this process: answered by the function, or brought to a destination
 * @param errors attempts that ended with an error of the function
 * @param givenUp ever, by this process
 */
public record EventStats(int pending, int inFlight, int failed, long accepted, long done, long errors, long givenUp) {}
