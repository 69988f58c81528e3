package dev.effe.server.topics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this process, for operators: that of its machine or container, and its number there. Stateless. */
public final class ProcessName {

    private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

    private ProcessName() {}

    /** The name, such as {@code shop-5d9c7/1}. */
    public static String text() {
        return host() + "/" + ProcessHandle.current().pid();
    }

    /** Asks no name server, which may take long to answer. */
    private static String host() {
        String told = System.getenv().getOrDefault("HOSTNAME", System.getenv().getOrDefault("COMPUTERNAME", ""));
        if (!told.isBlank()) {
            return told.strip();
        }
        try {
            return Files.readString(HOST).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
