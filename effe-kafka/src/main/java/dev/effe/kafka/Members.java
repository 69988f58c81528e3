package dev.effe.kafka;

import java.util.UUID;

/** Names of members of groups: a process has a new one whenever it joins. Stateless. */
final class Members {

    private static final char BEFORE_ID = '#';

    private Members() {}

    static String of(String process) {
        return process + BEFORE_ID + UUID.randomUUID();
    }

    /** The process's name, for operators. */
    static String process(String member) {
        return member.substring(0, member.lastIndexOf(BEFORE_ID));
    }
}
