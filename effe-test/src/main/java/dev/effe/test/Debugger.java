package dev.effe.test;

import java.lang.management.ManagementFactory;

/** The debugger that this JVM was started for. */
final class Debugger {

    private Debugger() {}

    /** True if one is attached or may be: the JVM was started with JDWP. */
    static boolean isAttached() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(argument -> argument.startsWith("-agentlib:jdwp") || argument.startsWith("-Xrunjdwp"));
    }
}
