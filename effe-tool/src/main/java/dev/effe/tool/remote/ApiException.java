package dev.effe.tool.remote;

import dev.effe.server.cli.ToolException;
import java.io.Serial;

/** An operation that the other side has refused. */
public final class ApiException extends ToolException {

    @Serial
    private static final long serialVersionUID = 1;

    private final int status;
    private final String type;
    private final String said;

    ApiException(int status, String type, String said) {
        super(said + " (" + (type.isEmpty() ? "" : type + ", ") + status + ")");
        this.status = status;
        this.type = type;
        this.said = said;
    }

    /** The message as the other side has written it. */
    public String said() {
        return said;
    }

    /** The status of HTTP. */
    public int status() {
        return status;
    }

    /** True for an error of AWS's name. */
    public boolean is(String name) {
        return type.equals(name);
    }
}
