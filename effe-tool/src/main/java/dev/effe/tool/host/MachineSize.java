package dev.effe.tool.host;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** The memory of the machine, or of the container. */
final class MachineSize {

    private static final double PART = 0.75;

    private MachineSize() {}

    /** Three quarters of it, in MiB. */
    static long mostMb() {
        try {
            Object bytes = ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME), "TotalMemorySize");
            return (long) ((Long) bytes * PART) >> 20;
        } catch (JMException e) {
            throw new IllegalStateException("This Java does not tell the machine's memory: give --memory", e);
        }
    }
}
