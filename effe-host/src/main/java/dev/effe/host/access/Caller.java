package dev.effe.host.access;

import dev.effe.server.access.AccessException;
import dev.effe.server.access.AccessKey;
import dev.effe.server.invoke.InvokeException;
import org.jspecify.annotations.Nullable;

/**
 * Whoever has sent a request.
 *
 * @param id of the access key that it says it is of; "" for none
 * @param key that which it has signed with; null where nobody needs one, who may do all then
 */
public record Caller(String id, @Nullable AccessKey key) {

    /** A check of a key. */
    @FunctionalInterface
    private interface Check {
        void check(AccessKey key) throws AccessException;
    }

    /**
     * Checks that it may invoke the function.
     *
     * @throws InvokeException if it may not
     */
    public void checkInvoke(String function) throws InvokeException {
        check(known -> known.checkInvoke(function));
    }

    /**
     * Checks that it may change functions at all.
     *
     * @param operation AWS's name of what it asks for
     * @throws InvokeException if it may not
     */
    public void checkRole(String operation) throws InvokeException {
        check(known -> known.checkRole(operation));
    }

    /**
     * Checks that it may have an operation.
     *
     * @param operation AWS's name of it
     * @param function the one that it is about; null if it is about all
     * @throws InvokeException if it may not
     */
    public void checkAdmin(String operation, @Nullable String function) throws InvokeException {
        check(known -> {
            if (function == null) {
                known.checkAll(operation);
            } else {
                known.checkAdmin(operation, function);
            }
        });
    }

    private void check(Check check) throws InvokeException {
        if (key == null) {
            return;
        }
        try {
            check.check(key);
        } catch (AccessException e) {
            throw InvokeException.refused(e);
        }
    }
}
