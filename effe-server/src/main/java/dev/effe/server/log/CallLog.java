package dev.effe.server.log;

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

    private CallLog(String function, String id, @Nullable LogTail tail) {
        this.function = function;
        this.id = id;
        this.tail = tail;
    }

    /**
     * From now on this thread logs for a call. {@link #leave} is to follow, on the same thread.
     *
     * @param function the called function's name, which its lines have; "" for none
     * @param tail what keeps its lines besides; null if no client wants them
     */
    public static CallLog enter(String function, String id, @Nullable LogTail tail) {
        if (tail != null) {
            LogTail.watch();
        }
        CallLog entered = new CallLog(function, id, tail);
        OF_THREAD.set(entered);
        return entered;
    }

    /** From now on neither this thread nor any that was started from it logs for the call. */
    public void leave() {
        over = true;
        tail = null;
        OF_THREAD.remove();
    }

    /** The id of the call that this thread logs for; null if there is none. */
    public static @Nullable String currentId() {
        CallLog call = current();
        return call == null ? null : call.id;
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
