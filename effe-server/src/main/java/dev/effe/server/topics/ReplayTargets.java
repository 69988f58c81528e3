package dev.effe.server.topics;

import java.util.Optional;
import java.util.Set;

/** The functions of this process that may be given events again. Thread-safe. */
public interface ReplayTargets {

    /** Their names. */
    Set<String> functions();

    /** A function as the target of a topic; empty if this process has no such function. */
    Optional<ReplayTarget> of(String function, String topic);
}
