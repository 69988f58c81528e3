package dev.effe.server.settings;

import dev.effe.server.cli.Settings;

/**
 * Where the value of a setting or of a function's key came from.
 *
 * @param kind the kind of place
 * @param where the name of the environment variable, or the file and line as {@code effe.properties:3}; else empty
 */
public record Origin(Kind kind, String where) {

    /** The kinds of places, the stronger first. */
    public enum Kind {
        FLAG,
        ENVIRONMENT,
        /** A file that an environment variable {@code KEY_FILE} names: its content is a secret. */
        SECRET_FILE,
        FILE,
        /** {@link Settings#of}. */
        CODE,
        DEFAULT
    }

    public static final Origin FLAG = new Origin(Kind.FLAG, "");
    public static final Origin CODE = new Origin(Kind.CODE, "");
    public static final Origin DEFAULT = new Origin(Kind.DEFAULT, "");

    public static Origin environment(String variable) {
        return new Origin(Kind.ENVIRONMENT, variable);
    }

    public static Origin secretFile(String variable) {
        return new Origin(Kind.SECRET_FILE, variable);
    }

    public static Origin file(String file, int line) {
        return new Origin(Kind.FILE, file + ":" + line);
    }

    /**
     * The words by which a message names a setting that was given here: {@code --port}, {@code EFFE_PORT}, {@code
     * a.properties:3: port}.
     */
    public String naming(String setting) {
        return switch (kind) {
            case FLAG -> "--" + setting;
            case ENVIRONMENT, SECRET_FILE -> where;
            case FILE -> where + ": " + setting;
            case CODE, DEFAULT -> setting;
        };
    }

    /** As {@code --print-config} shows it: {@code flag}, {@code environment EFFE_PORT}, {@code file a.properties:3}. */
    @Override
    public String toString() {
        return switch (kind) {
            case FLAG -> "flag";
            case ENVIRONMENT, SECRET_FILE -> "environment " + where;
            case FILE -> "file " + where;
            case CODE -> "code";
            case DEFAULT -> "default";
        };
    }
}
