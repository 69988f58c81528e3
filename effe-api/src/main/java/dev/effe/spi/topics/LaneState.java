package dev.effe.spi.topics;

import java.util.Optional;

/**
 * The state of a lane for a group, whichever process has it. Immutable.
 *
 * @param lane its number, from 0
 * @param cursor the offset up to which the group is through
 * @param owner the process whose claim holds, named for operators, such as {@code host/pid}; empty if none has it
 */
public record LaneState(int lane, long cursor, Optional<String> owner) {}
