package dev.effe.server.net;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Hides what would give a secret away in logs, answers and printed settings. Thread-safe. */
public final class Mask {

    /** Stands for what is hidden. */
    public static final String TEXT = "***";

    /** A key that contains one of them, in any case, names a secret. */
    private static final List<String> WORDS =
            List.of("pass", "pwd", "secret", "token", "key", "credential", "auth", "signature");

    /** To the last at sign: a password may contain one, or a slash, but no blank. */
    private static final Pattern PASSWORD = Pattern.compile("(://[^/:@]*:)\\S*@");
    /** A user without a password, which may be a token. */
    private static final Pattern USER = Pattern.compile("(://)[^/?#:@]*@");

    private static final Pattern PARAMETER = Pattern.compile("([?&;]([^=?&;]*)=)[^&;]*");

    private Mask() {}

    /** True if a key is one of something secret, such as {@code DB_PASSWORD}. */
    public static boolean namesSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(lower::contains);
    }

    /**
     * A text with what is secret in its URLs hidden: {@code https://user:***@host/path?token=***}.
     *
     * @param text a URL, one of a driver such as {@code jdbc:postgresql:…}, or any other text
     */
    public static String urls(String text) {
        String withoutPassword = PASSWORD.matcher(text).replaceAll("$1" + TEXT + "@");
        String withoutUser = USER.matcher(withoutPassword).replaceAll("$1" + TEXT + "@");
        return PARAMETER
                .matcher(withoutUser)
                .replaceAll(parameter -> namesSecret(parameter.group(2)) ? "$1" + TEXT : "$0");
    }
}
