package dev.effe.server;

import java.io.Serial;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why the server could not start: the message is one line that says what to do, the cause is for the log. */
public final class StartException extends Exception {

    /** User code's own messages may have several lines. */
    private static final Pattern LINE_BREAKS = Pattern.compile("\\s*[\\p{Cntrl}\\x{2028}\\x{2029}]+\\s*");

    @Serial
    private static final long serialVersionUID = 1;

    StartException(String message, @Nullable Throwable cause) {
        super(LINE_BREAKS.matcher(message.strip()).replaceAll(" "), cause);
    }
}
