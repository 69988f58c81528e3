package dev.effe.server.function;

import java.io.Serial;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why there is no function to serve: the message is one line that names the fix, the cause is for the log. */
public final class LoadException extends Exception {

    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*[\\p{Cntrl}\\x{2028}\\x{2029}]+\\s*");

    @Serial
    private static final long serialVersionUID = 1;

    LoadException(String message) {
        this(message, null);
    }

    /** Not to be kept once logged: the cause may hold back classes of the function, and with them its loader. */
    LoadException(String message, @Nullable Throwable cause) {
        super(oneLine(message), cause);
    }

    private static String oneLine(String text) {
        return LINE_BREAKS.matcher(text.strip()).replaceAll(" ");
    }
}
