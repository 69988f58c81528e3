package dev.effe.server.settings;

import org.jspecify.annotations.Nullable;

/** The kinds of text. */
public enum Text implements ValueType<String> {
    /** Looked up only when the port is opened; empty means all interfaces. */
    HOST("<host>", "empty or a host name or IP address") {
        @Override
        boolean fits(String text) {
            return isMadeOf(text, "._-:%");
        }
    },
    CLASS("<class>", "the full name of a class") {
        @Override
        boolean fits(String text) {
            return hasNoEmptyPart(text, '.') && isMadeOf(text, "._$");
        }
    },
    /** As AWS Lambda names it. */
    HANDLER("<handler>", "class or class::method") {
        @Override
        boolean fits(String text) {
            int method = text.indexOf("::");
            return CLASS.fits(method < 0 ? text : text.substring(0, method))
                    && (method < 0 || (method + 2 < text.length() && isMadeOf(text.substring(method + 2), "_$")));
        }
    },
    /** As the program of a runtime reads it: {@code src/index.handler}. */
    HANDLER_OF_RUNTIME("<handler>", "a file and its function, such as index.handler") {
        @Override
        boolean fits(String text) {
            return text.length() <= 128 && text.matches("[^\\s]+"); // AWS's rule.
        }
    },
    /** As AWS Lambda allows it. */
    FUNCTION_NAME("<name>", "1 to 64 letters, digits, - and _") {
        @Override
        boolean fits(String text) {
            return text.matches("[a-zA-Z0-9_-]{1,64}");
        }
    },
    /** The beginning of URL paths; empty means none. */
    PATH_PREFIX("<prefix>", "empty or begin with / and not end with it") {
        @Override
        boolean fits(String text) {
            return text.isEmpty()
                    || (text.charAt(0) == '/' && hasNoEmptyPart(text.substring(1), '/') && isMadeOf(text, "/._~-"));
        }
    },
    KEY_VALUE("<key=value>", "key=value") {
        @Override
        boolean fits(String text) {
            return text.indexOf('=') > 0;
        }
    };

    private final String placeholder;
    private final String allowed;

    Text(String placeholder, String allowed) {
        this.placeholder = placeholder;
        this.allowed = allowed;
    }

    abstract boolean fits(String text);

    @Override
    public @Nullable String parse(String text) {
        return fits(text) ? text : null;
    }

    @Override
    public String allowed() {
        return allowed;
    }

    @Override
    public String placeholder() {
        return placeholder;
    }

    /** True if it has only letters, digits and the marks. */
    private static boolean isMadeOf(String text, String marks) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isLetterOrDigit(c) && marks.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** True if there is something before, between and after the separators. */
    private static boolean hasNoEmptyPart(String text, char separator) {
        int start = 0;
        int end;
        while ((end = text.indexOf(separator, start)) >= 0) {
            if (end == start) {
                return false;
            }
            start = end + 1;
        }
        return start < text.length();
    }
}
