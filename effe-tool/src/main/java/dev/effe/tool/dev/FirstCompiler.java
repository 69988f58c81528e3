package dev.effe.tool.dev;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import dev.effe.server.threads.ServerThreads;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does for {@code java -jar effe.jar dev} what {@code bin/effe} does by a flag: code that dev compiles and loads is new each
 * time, so the JVM's second compiler would only take time from the first. Stateless.
 */
final class FirstCompiler {

    private static final Logger log = LoggerFactory.getLogger(FirstCompiler.class);

    private static final String LEVEL = "TieredStopAtLevel";
    private static final String DIRECTIVE = "[{match: \"*.*\", c2: {Exclude: true}}]\n";

    private FirstCompiler() {}

    /**
     * Has the JVM use no other from soon on, unless a flag of its own says something about that.
     *
     * @param work a folder of this process alone
     */
    static void useOnly(Path work) throws IOException {
        Path file = Files.writeString(work.resolve("compiler.json"), DIRECTIVE);
        ServerThreads.replaceable("effe-dev-compiler", () -> tell(file)).start();
    }

    private static void tell(Path file) {
        try {
            VMOption level = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .getVMOption(LEVEL);
            if (level.getOrigin() != VMOption.Origin.DEFAULT) {
                return;
            }
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            ObjectName.getInstance("com.sun.management:type=DiagnosticCommand"),
                            "compilerDirectivesAdd",
                            new Object[] {new String[] {file.toString()}},
                            new String[] {String[].class.getName()});
        } catch (JMException | RuntimeException | LinkageError e) { // Another JVM than HotSpot.
            log.debug("The JVM's second compiler cannot be turned off", e);
        }
    }
}
