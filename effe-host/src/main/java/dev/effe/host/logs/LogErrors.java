package dev.effe.host.logs;

import dev.effe.server.invoke.InvokeException;

/** The errors of log operations, in AWS's words. Stateless. */
final class LogErrors {

    private LogErrors() {}

    static InvokeException invalid(String message) {
        return InvokeException.user("InvalidParameterException", 400, message);
    }

    static InvokeException noGroup() {
        return InvokeException.user("ResourceNotFoundException", 400, "The specified log group does not exist.");
    }

    static InvokeException noStream() {
        return InvokeException.user("ResourceNotFoundException", 400, "The specified log stream does not exist.");
    }

    /** Not a token that an earlier answer had. */
    static InvokeException badToken() {
        return invalid("The specified nextToken is invalid.");
    }
}
