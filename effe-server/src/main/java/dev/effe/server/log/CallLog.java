package dev.effe.server.log;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * For which call a thread logs: the call's id, and the end of its log if a client wants that. The thread that the call
 * runs on logs for it, and so do threads that are started from there, until the call ends; then they log for nobody.
 * Nothing is looked up by an id: two calls of the same id have nothing of each other. Thread-safe.
 */
public final class CallLog {

    /** Each thread inherits this object, from which {@link #leave} takes the call. */
    private static final InheritableThreadLocal<@Nullable CallLog> OF_THREAD = new InheritableThreadLocal<>();

    private static final int MOST_ID_CHARS = 256;

    /** The further fields that records of JSON have of a call. Asked on any thread, while the call goes on. */
    public interface Details {

        /** The id of its trace; null for none. */
        @Nullable String traceId();

        /** The function's version; "" if nobody knows it. */
        String version();

        /** The number of its context in this process; 0 for none. */
        long contextId();

        /** Keeps the lines that the log's levels leave out; null if nothing does. */
        default @Nullable LogRing ring() {
            return null;
        }
    }

    /** A shorter one, which is some client's, may be in a text by chance. */
    private static final int UUID_CHARS = 36;

    /** The function's name; "" where a process has one function only. */
    private final String function;

    private final String id;

    /** Null if no client wants it, and once the call is over. */
    private volatile @Nullable LogTail tail;

    private volatile boolean over;

    /** Made when it is asked for first. */
    private @Nullable String mark;

    /** Where a line of the call was begun and is not ended. A race between the call's threads costs a line its id. */
    private @Nullable PrintedLines unfinished;

    /** Null for none, and once the call is over. */
    private volatile @Nullable Details details;

    /** The call's printed lines that are not ended, where records are JSON; null before there is any. */
    private volatile @Nullable List<BegunLine> begun;

    private CallLog(String function, String id, @Nullable LogTail tail, @Nullable Details details) {
        this.function = function;
        this.id = id;
        this.tail = tail;
        this.details = details;
    }

    /**
     * From now on this thread logs for a call. {@link #leave} is to follow, on the same thread.
     *
     * @param function the called function's name, which its lines have; "" for none
     * @param tail what keeps its lines besides; null if no client wants them
     */
    public static CallLog enter(String function, String id, @Nullable LogTail tail) {
        return enter(function, id, tail, null);
    }

    /**
     * The same with what is told of the call besides.
     *
     * @param details let go of by {@link #leave}; null for none
     */
    public static CallLog enter(String function, String id, @Nullable LogTail tail, @Nullable Details details) {
        if (tail != null) {
            LogTail.watch();
        }
        CallLog entered = new CallLog(function, id, tail, details);
        OF_THREAD.set(entered);
        return entered;
    }

    /** From now on neither this thread nor any that was started from it logs for the call. */
    public void leave() {
        List<BegunLine> unended = begun;
        if (unended != null) {
            endLines(unended);
        }
        over = true;
        tail = null;
        details = null;
        OF_THREAD.remove();
    }

    /** The id of the call that this thread logs for; null if there is none. */
    public static @Nullable String currentId() {
        CallLog call = current();
        return call == null ? null : call.id;
    }

    private void endLines(List<BegunLine> unended) {
        for (BegunLine line : unended) {
            line.output.end(line, this);
        }
    }

    /** The line that it has begun on an output. */
    synchronized BegunLine begun(PrintedLines output) {
        List<BegunLine> lines = begun;
        if (lines == null) {
            lines = new CopyOnWriteArrayList<>();
            begun = lines;
        }
        for (BegunLine line : lines) {
            if (line.output == output) {
                return line;
            }
        }
        BegunLine line = new BegunLine(output);
        lines.add(line);
        return line;
    }

    String id() {
        return id;
    }

    String function() {
        return function;
    }

    @Nullable String traceId() {
        Details known = details;
        return known == null ? null : known.traceId();
    }

    String version() {
        Details known = details;
        return known == null ? "" : known.version();
    }

    long contextId() {
        Details known = details;
        return known == null ? 0 : known.contextId();
    }

    @Nullable LogRing ring() {
        Details known = details;
        return known == null ? null : known.ring();
    }

    static @Nullable CallLog current() {
        CallLog entered = OF_THREAD.get();
        return entered == null || entered.over ? null : entered;
    }

    /** True if a client wants its lines. */
    boolean isKept() {
        return tail != null;
    }

    /** Keeps what the call has logged or printed, if a client wants it. */
    void keep(byte[] text, int from, int length) {
        LogTail keeper = tail;
        if (keeper != null) {
            keeper.add(text, from, length);
        }
    }

    /** {@code "[id] "} or {@code "[function id] "}, on one line whatever the id is. */
    String mark() {
        String made = mark;
        if (made == null) {
            String name = function.isEmpty() ? "" : function + " ";
            made = new LineText()
                    .plain("[")
                    .plain(name)
                    .word(id, MOST_ID_CHARS)
                    .plain("] ")
                    .toString();
            mark = made;
        }
        return made;
    }

    /** True if a text has the id. */
    boolean isTold(String text) {
        return id.length() >= UUID_CHARS && text.contains(id);
    }

    boolean hasBegunLine(PrintedLines output) {
        return unfinished == output;
    }

    void printed(PrintedLines output, boolean whole) {
        unfinished = whole ? null : output;
    }
}
