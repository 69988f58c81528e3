package dev.effe.tool.dev.tests.fork;

import java.util.Locale;

/** An object of JSON in one line, as it is written: the project's class path has no library for that, or another. Confined. */
final class JsonLine {

    private final StringBuilder text = new StringBuilder("{");

    JsonLine add(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    JsonLine add(String name, long value) {
        name(name);
        text.append(value);
        return this;
    }

    /** Adds a list of objects. */
    JsonLine add(String name, Iterable<JsonLine> values) {
        name(name);
        text.append('[');
        String comma = "";
        for (JsonLine value : values) {
            text.append(comma).append(value);
            comma = ",";
        }
        text.append(']');
        return this;
    }

    private void name(String name) {
        text.append(text.length() == 1 ? "" : ",");
        quote(name);
        text.append(':');
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c > '~') { // In ASCII, whatever the encoding of the pipe is.
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
