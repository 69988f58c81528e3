package dev.effe.server.diagnose;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** Java's own commands for diagnosis, as jcmd gives them. Stateless. */
final class Diagnostics {

    private static final String BEAN = "com.sun.management:type=DiagnosticCommand";

    private Diagnostics() {}

    /**
     * Gives one.
     *
     * @param command its name as an operation of the bean, such as gcClassHistogram
     * @return what it prints
     * @throws UnsupportedOperationException if this Java has no such command
     */
    static String run(String command, String... arguments) {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(new ObjectName(BEAN), command, new Object[] {arguments}, new String[] {
                        String[].class.getName()
                    });
        } catch (JMException e) {
            throw new UnsupportedOperationException("This Java has no command " + command, e);
        }
    }
}
