package dev.effe.host.api;

import dev.effe.host.model.Callee;
import dev.effe.server.invoke.InvokeException;
import java.util.Map;

/** The rules of the functions that a function may call. Stateless. */
final class CalledFunctions {

    private CalledFunctions() {}

    /**
     * Checks those that a request names among the variables of a function.
     *
     * @throws InvokeException if there is something else in that variable, or a function that the caller may not invoke
     */
    static void check(ApiRequest request) throws InvokeException {
        String text = request.body()
                .object("Environment")
                .object("Variables")
                .allTexts()
                .get(Callee.VARIABLE);
        if (text == null) {
            return;
        }
        Map<String, Callee> callees = Callee.parse(text);
        if (callees == null) {
            throw InvokeException.invalidParameter("The variable " + Callee.VARIABLE
                    + " names functions that are called, such as stock=shop_stock:live, with commas between them.");
        }
        for (Callee callee : callees.values()) {
            request.caller().checkInvoke(callee.function());
        }
    }
}
