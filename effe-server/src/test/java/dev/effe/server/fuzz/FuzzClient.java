package dev.effe.server.fuzz;

import dev.effe.server.fuzz.Answers.End;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Sends many streams at once, from one thread, and judges what comes back. */
final class FuzzClient {

    private static final int MAX_CONNECTIONS = 400;
    private static final int MAX_FINDINGS = 20;
    private static final int MAX_SHOWN = 800;
    /** Far beyond all timeouts of the server together. */
    private static final long HANG_NANOS = 60_000_000_000L;

    private static final long LOOK_MILLIS = 1000;

    private final Map<Door, Integer> ports;
    private final Answers answers;
    private final List<String> findings = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
    private long lookedNanos = System.nanoTime();

    FuzzClient(Map<Door, Integer> ports, Answers answers) {
        this.ports = ports;
        this.answers = answers;
    }

    /** Runs streams to their ends; stops early when it has found enough. Returns what is wrong, each with its replay. */
    List<String> run(int count, IntFunction<FuzzCase> cases) throws IOException {
        try (Selector selector = Selector.open()) {
            int begun = 0;
            while (begun < count || !selector.keys().isEmpty()) {
                while (begun < count && selector.keys().size() < MAX_CONNECTIONS && findings.size() < MAX_FINDINGS) {
                    FuzzCase one = cases.apply(begun++);
                    new FuzzConnection(one, ports.get(one.door()), selector);
                }
                begun = findings.size() < MAX_FINDINGS ? begun : count;
                selector.select(this::turn, LOOK_MILLIS);
                lookForHangs(selector);
                selector.selectNow(); // Forgets the keys of what was closed.
            }
        }
        return findings;
    }

    private void turn(SelectionKey key) {
        FuzzConnection connection = (FuzzConnection) key.attachment();
        try {
            End end = connection.turn(key, buffer);
            if (end != null) {
                judge(connection, end);
            }
        } catch (IOException e) {
            found(connection, e.toString());
        }
    }

    private void judge(FuzzConnection connection, End end) throws IOException {
        try {
            connection.close();
            answers.check(connection.one, connection.received(), excused(connection, end));
        } catch (Answers.Malformed e) {
            found(connection, e.getMessage() + " (" + end + ")");
        } catch (RuntimeException e) {
            found(connection, e.toString());
        }
    }

    /** On a busy machine a client may be so late that the server has given up waiting for it. */
    private End excused(FuzzConnection connection, End end) {
        if (end == End.RESET && connection.ageNanos() >= FuzzServer.TIMEOUT.toNanos()) {
            answers.count("late", 1);
            return End.LEFT;
        }
        return end;
    }

    private void lookForHangs(Selector selector) throws IOException {
        if (System.nanoTime() - lookedNanos < LOOK_MILLIS * 1_000_000) {
            return;
        }
        lookedNanos = System.nanoTime();
        for (SelectionKey key : List.copyOf(selector.keys())) {
            FuzzConnection connection = (FuzzConnection) key.attachment();
            if (key.isValid() && connection.ageNanos() > HANG_NANOS) {
                connection.close();
                found(connection, "hangs");
            }
        }
    }

    private void found(FuzzConnection connection, String what) {
        FuzzCase one = connection.one;
        findings.add(what + "\n  case " + one.number() + " of seed " + one.seed() + ", " + one.door() + ", "
                + one.segments().size() + " segments, then " + one.ending() + ": " + shown(one.sent()) + "\n  got: "
                + shown(connection.received()) + "\n  again: " + one.replay());
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(MAX_SHOWN, text.length()); i++) {
            char c = text.charAt(i);
            shown.append(
                    c == '\r'
                            ? "\\r"
                            : c == '\n' ? "\\n" : c >= ' ' && c < 0x7f ? "" + c : "\\x%02x".formatted((int) c));
        }
        return shown + (text.length() > MAX_SHOWN ? "... (" + text.length() + " bytes)" : "");
    }
}
