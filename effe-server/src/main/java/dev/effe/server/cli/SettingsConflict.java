package dev.effe.server.cli;

/** Two settings, each right by itself, that do not go together. */
final class SettingsConflict extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String first;
    private final String rule;
    private final int firstValue;
    private final String second;
    private final int secondValue;

    /**
     * Says {@code first rule second}, such as "min-contexts must be at most max-contexts", and the values that break it.
     */
    SettingsConflict(String first, int firstValue, String rule, String second, int secondValue) {
        super(first + " " + rule + " " + second + ", but they are " + firstValue + " and " + secondValue);
        this.first = first;
        this.rule = rule;
        this.firstValue = firstValue;
        this.second = second;
        this.secondValue = secondValue;
    }

    /** The same, with where each value came from. */
    UsageException withOrigins(GivenValues values) {
        return new UsageException(
                first + " " + rule + " " + second + ", but they are " + firstValue + " (" + values.origin(first)
                        + ") and " + secondValue + " (" + values.origin(second) + ")",
                this);
    }
}
