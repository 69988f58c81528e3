package dev.effe.bench.compare;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The counts that Linux keeps for a process. */
public final class ProcessStats {

    /** USER_HZ, which is 100 on every Linux that Java runs on. */
    private static final long MICROS_PER_TICK = 10_000;

    private ProcessStats() {}

    /** The CPU time so far, of the program and of the kernel on its behalf. */
    public static long cpuMicros(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        // The name, in parentheses, may hold spaces. Behind it, utime and stime are the 12th and 13th.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MICROS_PER_TICK;
    }

    public static long residentMiB(long pid) throws IOException {
        return status(pid, "VmRSS:") / 1024;
    }

    /** The most that was resident so far. */
    public static long mostResidentMiB(long pid) throws IOException {
        return status(pid, "VmHWM:") / 1024;
    }

    static long threads(long pid) throws IOException {
        return status(pid, "Threads:");
    }

    /** Its open files, connections among them. */
    public static int descriptors(long pid) {
        String[] names = new File("/proc/" + pid + "/fd").list();
        return names == null ? 0 : names.length;
    }

    private static long status(long pid, String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("No " + name + " of process " + pid);
    }
}
