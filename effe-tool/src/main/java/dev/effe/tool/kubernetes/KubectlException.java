package dev.effe.tool.kubernetes;

import dev.effe.server.cli.ToolException;
import java.io.Serial;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reason for which kubectl, or the API server behind it, has not done something. */
final class KubectlException extends ToolException {

    @Serial
    private static final long serialVersionUID = 1;

    private static final Pattern SERVER = Pattern.compile("Error from server \\((\\w+)\\)");

    private final String reason;

    /** @param said by kubectl, on standard error */
    KubectlException(String what, String said) {
        super(what + ": " + said);
        Matcher server = SERVER.matcher(said);
        reason = server.find() ? server.group(1) : "";
    }

    /** True if the API server has given this reason, by its own name for it, such as {@code AlreadyExists}. */
    boolean is(String name) {
        return reason.equals(name);
    }
}
