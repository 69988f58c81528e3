package dev.effe.tool.kubernetes;

/** A text that grows by lines. Not thread-safe. */
final class Lines {

    private final StringBuilder text = new StringBuilder();

    void add(String line) {
        text.append(line).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
