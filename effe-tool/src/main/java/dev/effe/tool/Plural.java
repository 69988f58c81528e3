package dev.effe.tool;

/** Counts in words: {@code 1 function}, {@code 2 functions}. Stateless. */
public final class Plural {

    private Plural() {}

    /**
     * A number and what is counted.
     *
     * @param noun one of them, whose plural ends with s
     */
    public static String of(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
