package dev.effe.host.model;

/** The part of a function's name that says which of it: {@code $LATEST}, a version's number or an alias. Stateless. */
public final class Qualifier {

    /** The version that updates change. */
    public static final String LATEST = "$LATEST";

    private static final int LONGEST_NUMBER = 9;

    private Qualifier() {}

    public static boolean isLatest(String qualifier) {
        return qualifier.equals(LATEST);
    }

    /** True for digits alone, whether or not there could be such a version. */
    public static boolean isNumber(String qualifier) {
        return !qualifier.isEmpty() && qualifier.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The number of a version; 0, which no version has, for what is none. */
    public static int number(String qualifier) {
        return isNumber(qualifier) && qualifier.length() <= LONGEST_NUMBER && qualifier.charAt(0) != '0'
                ? Integer.parseInt(qualifier)
                : 0;
    }
}
