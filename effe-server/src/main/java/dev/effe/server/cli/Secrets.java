package dev.effe.server.cli;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Hides what should not be printed. */
final class Secrets {

    private static final String MASK = "***";

    /** A key that contains one of them, in any case, names a secret. */
    private static final List<String> WORDS = List.of("pass", "pwd", "secret", "token", "key", "credential");

    /** To the last at sign: a password may contain one, or a slash. */
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(://[^/:@]*:).*@", Pattern.DOTALL);

    private static final Pattern PARAMETER = Pattern.compile("([?&;]([^=?&;]*)=)[^&;]*");

    private Secrets() {}

    /** The value of a function's key, as far as it may be shown. */
    static String masked(String key, Given value) {
        if (value.origin().kind() == Origin.Kind.SECRET_FILE || namesSecret(key)) {
            return MASK;
        }
        String withoutPassword = PASSWORD_IN_URL.matcher(value.text()).replaceAll("$1" + MASK + "@");
        return PARAMETER
                .matcher(withoutPassword)
                .replaceAll(parameter -> namesSecret(parameter.group(2)) ? "$1" + MASK : "$0");
    }

    private static boolean namesSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(lower::contains);
    }
}
