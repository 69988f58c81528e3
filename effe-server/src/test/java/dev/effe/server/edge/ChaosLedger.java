package dev.effe.server.edge;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** The record of what the clients saw of each request, and of whether that can be. */
final class ChaosLedger {

    enum Seen {
        NOT_SENT,
        ANSWERED,
        FAILED,
        TIMED_OUT,
        REFUSED,
        /** The proxy ended the connection before the answer was complete. */
        DAMAGED
    }

    private final ChaosPlan plan;
    private final AtomicIntegerArray seen;
    private final AtomicInteger next = new AtomicInteger();
    /** The findings that must never be. */
    final Queue<String> offences = new ConcurrentLinkedQueue<>();

    ChaosLedger(ChaosPlan plan, int requests) {
        this.plan = plan;
        seen = new AtomicIntegerArray(requests);
    }

    ChaosPlan plan() {
        return plan;
    }

    /** The id of a request to be sent, once; or -1 if enough are. */
    int nextId() {
        int id = next.getAndIncrement();
        return id < seen.length() ? id : -1;
    }

    /** Books a whole answer. */
    void answered(int id, int status, String requestId, boolean retryAfter, byte[] body) {
        Seen what = switch (status) {
            case 200 -> Seen.ANSWERED;
            case 500 -> Seen.FAILED;
            case 504 -> Seen.TIMED_OUT;
            case 503 -> Seen.REFUSED;
            default -> Seen.NOT_SENT;
        };
        boolean own = what == Seen.ANSWERED
                ? Arrays.equals(body, plan.answer(id))
                : what != Seen.NOT_SENT && isOwnProblem(id, body, status);
        if (!own || !requestId.equals("chaos-" + id) || retryAfter != (what == Seen.REFUSED)) {
            offences.add("request " + id + " got " + status + " of " + requestId + " with " + body.length + " bytes");
        }
        book(id, what);
    }

    private static boolean isOwnProblem(int id, byte[] body, int status) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.contains("\"status\":" + status + ",") && text.contains("\"requestId\":\"chaos-" + id + "\"");
    }

    /**
     * Books a request without a whole answer.
     *
     * @param part what came of the body of an answer of status 200; empty if nothing did
     */
    void lost(int id, boolean damaged, byte[] part, String circumstances) {
        if (!damaged) {
            offences.add("request " + id + " is lost: " + circumstances);
        }
        byte[] whole = plan.answer(id);
        if (part.length > whole.length || !Arrays.equals(part, Arrays.copyOf(whole, part.length))) {
            offences.add("request " + id + " got another's bytes");
        }
        book(id, Seen.DAMAGED);
    }

    private void book(int id, Seen what) {
        if (!seen.compareAndSet(id, 0, what.ordinal())) {
            offences.add("request " + id + " ended twice");
        }
    }

    Map<Seen, Integer> counts() {
        Map<Seen, Integer> counts = new EnumMap<>(Seen.class);
        for (int id = 0; id < seen.length(); id++) {
            counts.merge(Seen.values()[seen.get(id)], 1, Integer::sum);
        }
        return counts;
    }

    /** Compares it with the function's own account. */
    void reconcile(ChaosFunction function) {
        for (int id = 0; id < seen.length(); id++) {
            Seen what = Seen.values()[seen.get(id)];
            if (!canBe(plan.fate(id), what, function.runs.get(id))) {
                offences.add("request " + id + ": planned " + plan.fate(id) + ", seen " + what + ", ran "
                        + function.runs.get(id) + " times");
            }
        }
    }

    private static boolean canBe(ChaosPlan.Fate fate, Seen what, int runs) {
        boolean good = fate == ChaosPlan.Fate.SEND || fate == ChaosPlan.Fate.STREAM;
        return switch (what) {
            case NOT_SENT -> false;
            case ANSWERED -> good && runs == 1;
            case FAILED -> fate == ChaosPlan.Fate.THROW && runs == 1;
            // On a machine that stood still for a second, anyone's deadline can pass.
            case TIMED_OUT -> runs <= 1;
            case REFUSED -> runs == 0;
            case DAMAGED -> runs <= 1;
        };
    }
}
