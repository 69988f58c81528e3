package dev.effe.server.diagnose;

import dev.effe.server.diagnose.ThreadDump.BlockedThread;
import dev.effe.server.diagnose.ThreadDump.CallThread;
import dev.effe.server.diagnose.ThreadDump.SameStack;
import dev.effe.server.dispatch.RunningCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A dump of threads as text and as fields of JSON. Stateless. */
public final class ThreadText {

    private static final double NANOS = 1e9;

    private ThreadText() {}

    /** The dump for people: a paragraph for each thread, in which names have no control characters. */
    public static String text(ThreadDump dump) {
        StringBuilder text = new StringBuilder();
        title(
                text,
                "In a function's code: overdue, then the oldest",
                dump.calls().size());
        for (CallThread each : dump.calls()) {
            paragraph(text, heading(each), each.stack());
        }
        title(text, "Others that wait for a lock", dump.blocked().size());
        for (BlockedThread each : dump.blocked()) {
            paragraph(text, heading(each), each.stack());
        }
        int count = dump.others().stream().mapToInt(same -> same.names().size()).sum();
        title(text, "All others, by equal stacks", count);
        for (SameStack each : dump.others()) {
            String names = String.join("\", \"", each.names());
            paragraph(text, each.names().size() + " " + each.state() + ": \"" + plain(names) + "\"", each.stack());
        }
        if (dump.leftOut() > 0) {
            text.append("There is no room for ").append(dump.leftOut()).append(" more.\n");
        }
        return text.toString();
    }

    private static void title(StringBuilder text, String title, int count) {
        text.append("== ").append(title).append(": ").append(count).append("\n\n");
    }

    private static void paragraph(StringBuilder text, String heading, List<String> stack) {
        text.append(heading).append('\n');
        if (stack.isEmpty()) {
            text.append("\t(Java does not tell its stack now)\n");
        }
        stack.forEach(line -> text.append("\tat ").append(line).append('\n'));
        text.append('\n');
    }

    private static String heading(CallThread each) {
        RunningCall call = each.call();
        StringBuilder text = new StringBuilder("\"" + plain(call.thread().getName()) + "\" " + each.state());
        text.append(" in ").append(step(call));
        if (!call.function().isEmpty()) {
            text.append(" of ").append(call.function());
        }
        if (!call.requestId().isEmpty()) {
            String age = String.format(Locale.ROOT, "%.3f s", call.ageNanos() / NANOS);
            text.append(", request ")
                    .append(plain(call.requestId()))
                    .append(", ")
                    .append(age);
        }
        return text.append(call.overdue() ? ", overdue" : "").toString();
    }

    private static String heading(BlockedThread each) {
        String owner = each.owner().isEmpty() ? "" : ", which \"" + plain(each.owner()) + "\" has";
        String dead = each.deadlocked() ? ": a deadlock" : "";
        return "\"" + plain(each.name()) + "\" waits for " + each.lock() + owner + dead;
    }

    private static String step(RunningCall call) {
        return call.step().name().toLowerCase(Locale.ROOT);
    }

    /** A client and a function choose ids and names. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** The dump for programs. */
    public static Map<String, Object> fields(ThreadDump dump) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("calls", dump.calls().stream().map(ThreadText::fields).toList());
        fields.put("blocked", dump.blocked().stream().map(ThreadText::fields).toList());
        fields.put("others", dump.others().stream().map(ThreadText::fields).toList());
        fields.put("leftOut", dump.leftOut());
        return fields;
    }

    private static Map<String, Object> fields(CallThread each) {
        Map<String, Object> fields = new LinkedHashMap<>();
        RunningCall call = each.call();
        fields.put("thread", call.thread().getName());
        fields.put("state", each.state().name());
        fields.put("function", call.function());
        fields.put("step", step(call));
        fields.put("requestId", call.requestId());
        fields.put("ageSeconds", call.ageNanos() / NANOS);
        fields.put("overdue", call.overdue());
        fields.put("stack", each.stack());
        return fields;
    }

    private static Map<String, Object> fields(BlockedThread each) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("thread", each.name());
        fields.put("lock", each.lock());
        fields.put("owner", each.owner());
        fields.put("deadlocked", each.deadlocked());
        fields.put("stack", each.stack());
        return fields;
    }

    private static Map<String, Object> fields(SameStack each) {
        return Map.of("threads", each.names(), "state", each.state().name(), "stack", each.stack());
    }
}
