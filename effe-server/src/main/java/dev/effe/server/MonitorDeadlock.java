package dev.effe.server;

import dev.effe.server.json.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds threads, virtual ones among them, that wait for each other's monitors, in a thread dump. ThreadMXBean leaves
 * virtual threads out; the dump does not tell who holds a {@code Lock}, which {@link LockDeadlock} finds. Stateless.
 */
final class MonitorDeadlock {

    private static final Logger log = LoggerFactory.getLogger(MonitorDeadlock.class);
    /** The first whose dump tells which monitors a thread holds. */
    private static final int FIRST_JAVA = 25;

    private MonitorDeadlock() {}

    /** The stacks of the threads in a deadlock; "" if there is none, or this Java cannot tell. */
    static String find() {
        if (Runtime.version().feature() < FIRST_JAVA) {
            return "";
        }
        try {
            return cycle(threads(dump()));
        } catch (IOException | JMException | RuntimeException e) {
            log.debug("A thread dump cannot be taken", e);
            return "";
        }
    }

    private static byte[] dump() throws IOException, JMException {
        Path folder = Files.createTempDirectory("effe");
        Path file = folder.resolve("threads.json");
        try {
            // By name: the method is newer than Java 17.
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
                            "dumpThreads",
                            new Object[] {file.toString(), "JSON"},
                            new String[] {String.class.getName(), String.class.getName()});
            return Files.readAllBytes(file);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static List<Map<?, ?>> threads(byte[] dump) {
        List<Map<?, ?>> threads = new ArrayList<>();
        Map<?, ?> root = (Map<?, ?>) field((Map<?, ?>) Json.read(dump, Map.class), "threadDump");
        for (Map<?, ?> container : list(root, "threadContainers")) {
            threads.addAll(list(container, "threads"));
        }
        return threads;
    }

    private static String cycle(List<Map<?, ?>> threads) {
        Map<Object, Map<?, ?>> owners = new HashMap<>();
        for (Map<?, ?> thread : threads) {
            for (Map<?, ?> frame : list(thread, "monitorsOwned")) {
                ((List<?>) field(frame, "locks")).forEach(lock -> owners.put(lock, thread));
            }
        }
        for (Map<?, ?> thread : threads) {
            List<Map<?, ?>> cycle = cycleFrom(thread, owners);
            if (!cycle.isEmpty()) {
                return stacks(cycle, owners);
            }
        }
        return "";
    }

    /** The threads that wait for one another from this one on, if the last waits for this one; else none. */
    private static List<Map<?, ?>> cycleFrom(Map<?, ?> first, Map<Object, Map<?, ?>> owners) {
        Set<Map<?, ?>> chain = new LinkedHashSet<>();
        Map<?, ?> thread = first;
        while (thread != null && chain.add(thread)) {
            thread = ownerOf(thread.get("blockedOn"), owners);
        }
        return first.equals(thread) ? List.copyOf(chain) : List.of();
    }

    private static @Nullable Map<?, ?> ownerOf(@Nullable Object monitor, Map<Object, Map<?, ?>> owners) {
        return monitor == null ? null : owners.get(monitor);
    }

    private static String stacks(List<Map<?, ?>> cycle, Map<Object, Map<?, ?>> owners) {
        StringBuilder stacks = new StringBuilder();
        for (Map<?, ?> thread : cycle) {
            Object monitor = thread.get("blockedOn");
            Map<?, ?> owner = ownerOf(monitor, owners);
            stacks.append('"')
                    .append(thread.get("name"))
                    .append("\" waits for ")
                    .append(monitor);
            stacks.append(", held by \"")
                    .append(owner == null ? "?" : owner.get("name"))
                    .append("\"\n");
            ((List<?>) field(thread, "stack"))
                    .forEach(frame -> stacks.append("\tat ").append(frame).append('\n'));
        }
        return stacks.toString();
    }

    private static Object field(@Nullable Map<?, ?> object, String name) {
        Object value = object == null ? null : object.get(name);
        return value == null ? List.of() : value;
    }

    private static List<Map<?, ?>> list(Map<?, ?> object, String name) {
        List<Map<?, ?>> list = new ArrayList<>();
        ((List<?>) field(object, name)).forEach(element -> list.add((Map<?, ?>) element));
        return list;
    }
}
