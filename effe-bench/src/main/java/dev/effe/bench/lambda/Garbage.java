package dev.effe.bench.lambda;

import com.sun.tools.attach.VirtualMachine;
import java.lang.management.ManagementFactory;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Counts the bytes that another JVM allocates, which no other process disturbs. */
final class Garbage implements AutoCloseable {

    private final JMXConnector connector;
    private final MBeanServerConnection jvm;
    private final ObjectName threads = ObjectName.getInstance(ManagementFactory.THREAD_MXBEAN_NAME);

    private Garbage(JMXConnector connector) throws Exception {
        this.connector = connector;
        this.jvm = connector.getMBeanServerConnection();
    }

    static Garbage of(long pid) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            return new Garbage(JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
        } finally {
            machine.detach();
        }
    }

    /** So far, by all threads; before Java 21 by those that live. */
    long bytes() throws Exception {
        try {
            return (long) jvm.getAttribute(threads, "TotalThreadAllocatedBytes");
        } catch (AttributeNotFoundException e) {
            return ofTheLiving();
        }
    }

    private long ofTheLiving() throws Exception {
        Object ids = jvm.getAttribute(threads, "AllThreadIds");
        String[] signature = {long[].class.getName()};
        long sum = 0;
        for (long bytes : (long[]) jvm.invoke(threads, "getThreadAllocatedBytes", new Object[] {ids}, signature)) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }

    @Override
    public void close() throws Exception {
        connector.close();
    }
}
