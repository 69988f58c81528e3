package dev.effe.server.threads;

/**
 * Tells an OutOfMemoryError after which memory is used up from one that refused a single wish and harmed nobody else.
 * Needs no memory. Stateless.
 */
public final class MemoryRefusal {

    private MemoryRefusal() {}

    /**
     * Tells that a single array was refused, and others have all that they need: Java can have none of that length, or most
     * of the heap is free. To be asked at once: what the heap is like counts.
     */
    public static boolean isOfOneArray(OutOfMemoryError error) {
        String message = error.getMessage();
        if (message == null) {
            return false;
        }
        return message.equals("Requested array size exceeds VM limit")
                || (message.equals("Java heap space") && isMostOfTheHeapFree());
    }

    /** Java has looked for garbage before it gave up: what is in use now is really in use, or was until just now. */
    private static boolean isMostOfTheHeapFree() {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        return used <= runtime.maxMemory() / 2;
    }

    /** Tells that it was memory outside of the heap, of which buffers have a bound of their own. */
    static boolean isOfABuffer(OutOfMemoryError error) {
        String message = error.getMessage();
        // Java's: "Cannot reserve … bytes of direct buffer memory …"; Netty's: "failed to allocate … byte(s) of direct
        // memory …".
        return message != null && (message.contains("direct buffer memory") || message.contains("of direct memory"));
    }

    /** Tells that it was a thread, of which the operating system allows no more: those that there are go on. */
    public static boolean isOfAThread(OutOfMemoryError error) {
        String message = error.getMessage();
        return message != null && message.startsWith("unable to create native thread");
    }
}
