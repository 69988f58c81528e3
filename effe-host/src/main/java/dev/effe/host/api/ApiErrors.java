package dev.effe.host.api;

import dev.effe.host.model.Arn;
import dev.effe.server.invoke.InvokeException;

/** The errors of the control plane, in AWS's words. Stateless. */
final class ApiErrors {

    private ApiErrors() {}

    static InvokeException notFound(String message) {
        return InvokeException.user("ResourceNotFoundException", 404, message);
    }

    static InvokeException functionNotFound(Arn arn) {
        return InvokeException.notFound(arn.toString());
    }

    /** There is none of some other thing, of which AWS says no more. */
    static InvokeException noResource() {
        return notFound("The resource you requested does not exist.");
    }

    static InvokeException conflict(String message) {
        return InvokeException.user("ResourceConflictException", 409, message);
    }

    /** Somebody changed it since the client read it. */
    static InvokeException changedSince() {
        return changedSince("GetFunction/GetAlias");
    }

    static InvokeException changedSince(String operation) {
        return InvokeException.user(
                "PreconditionFailedException",
                412,
                "The Revision Id provided does not match the latest Revision Id. Call the " + operation
                        + " API to retrieve the latest Revision Id");
    }

    static InvokeException serialization(String message) {
        return InvokeException.user("SerializationException", 400, message);
    }

    static InvokeException tooLarge(String message) {
        return InvokeException.user("RequestEntityTooLargeException", 413, message);
    }

    /** Something that is AWS's, with a name, and that this host does not have. */
    static InvokeException unsupported(String what) {
        return InvokeException.invalidParameter(what + " is not supported by this host");
    }

    /** An operation on the function alone. */
    static InvokeException functionOnly() {
        return InvokeException.invalidParameter(
                "This operation is permitted on Lambda functions only. Aliases and versions"
                        + " do not support this operation. Please specify either a function name or an unqualified function"
                        + " ARN.");
    }
}
