package dev.effe.server.diagnose;

import dev.effe.server.diagnose.ThreadDump.BlockedThread;
import dev.effe.server.diagnose.ThreadDump.CallThread;
import dev.effe.server.diagnose.ThreadDump.SameStack;
import dev.effe.server.dispatch.RunningCall;
import dev.effe.server.log.FunctionFrames;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a dump of threads with at most about a megabyte of text. To be used once, by one thread. */
final class ThreadDumper {

    /** Deeper frames are seldom the ones that matter. */
    private static final int MOST_FRAMES = 60;

    private static final int ENTRY_CHARS = 200;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Set<Long> told = new HashSet<>();
    private final Set<Long> deadlocked = new HashSet<>();
    private final List<CallThread> calls = new ArrayList<>();
    private final List<BlockedThread> blocked = new ArrayList<>();
    private final Map<List<Object>, SameStack> others = new LinkedHashMap<>();
    private final List<SameStack> kept = new ArrayList<>();
    private int room = 1 << 20;
    private int leftOut;

    ThreadDump dump(List<RunningCall> running) {
        List<RunningCall> sorted = new ArrayList<>(running);
        sorted.sort(Comparator.comparing(RunningCall::overdue)
                .thenComparingLong(RunningCall::ageNanos)
                .reversed());
        sorted.forEach(this::add);
        long[] found = threads.findDeadlockedThreads();
        if (found != null) {
            Arrays.stream(found).forEach(deadlocked::add);
        }
        for (ThreadInfo thread : threads.dumpAllThreads(false, false, MOST_FRAMES)) {
            if (!told.contains(thread.getThreadId())) {
                add(thread);
            }
        }
        others.values().stream()
                .sorted(Comparator.comparingInt(same -> -same.names().size()))
                .forEach(this::add);
        return new ThreadDump(calls, blocked, kept, leftOut);
    }

    private void add(RunningCall call) {
        told.add(call.thread().getId());
        StackTraceElement[] frames = call.thread().getStackTrace();
        List<String> stack = lines(frames, FunctionFrames.count(frames));
        if (hasRoom(stack)) {
            calls.add(new CallThread(call, call.thread().getState(), stack));
        }
    }

    private void add(ThreadInfo thread) {
        List<String> stack = lines(thread.getStackTrace(), MOST_FRAMES);
        boolean isDead = deadlocked.contains(thread.getThreadId());
        if (!isDead && thread.getThreadState() != Thread.State.BLOCKED) {
            others.computeIfAbsent(
                            List.of(thread.getThreadState(), stack),
                            key -> new SameStack(new ArrayList<>(), thread.getThreadState(), stack))
                    .names()
                    .add(thread.getThreadName());
        } else if (hasRoom(stack)) {
            String lock = thread.getLockName() == null ? "" : thread.getLockName();
            String owner = thread.getLockOwnerName() == null ? "" : thread.getLockOwnerName();
            blocked.add(new BlockedThread(thread.getThreadName(), lock, owner, isDead, stack));
        }
    }

    private void add(SameStack same) {
        List<String> text = new ArrayList<>(same.names());
        text.addAll(same.stack());
        if (hasRoom(text)) {
            kept.add(same);
        }
    }

    private boolean hasRoom(List<String> text) {
        int size =
                ENTRY_CHARS + text.stream().mapToInt(line -> line.length() + 6).sum();
        if (size > room) {
            leftOut++;
            return false;
        }
        room -= size;
        return true;
    }

    /** Without the names of class loaders and modules, as exceptions have it. */
    private static List<String> lines(StackTraceElement[] frames, int most) {
        return Arrays.stream(frames)
                .limit(Math.min(most, MOST_FRAMES))
                .map(frame -> new StackTraceElement(
                                frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber())
                        .toString())
                .toList();
    }
}
