package dev.effe.tool.invoke;

import dev.effe.tool.deploy.DeployedFunction;
import dev.effe.tool.remote.LambdaCalls.Answer;
import java.io.IOException;
import java.io.PrintStream;

/**
 * Calls of a deployed function. Immutable.
 *
 * @param include whether status and headers are printed too
 * @param logs whether standard error gets the end of the function's log
 * @param async whether the function is called later; then the id of the call is the answer
 */
record DeployedCalls(DeployedFunction function, boolean include, boolean logs, boolean async, PrintStream out)
        implements OneCall {

    @Override
    public boolean send(byte[] data) throws IOException {
        Answer answer = function.calls().invoke(function.name(), function.qualifier(), data, async, logs);
        answer.log().ifPresent(System.err::print);
        if (include) {
            out.println("HTTP/1.1 " + answer.status());
            answer.headers().map().forEach((name, values) -> values.forEach(value -> out.println(name + ": " + value)));
            out.println();
        }
        byte[] payload = answer.payload();
        if (async) {
            out.println(answer.requestId());
        } else {
            out.write(payload);
            if (payload.length == 0 || payload[payload.length - 1] != '\n') {
                out.println();
            }
        }
        out.flush();
        return !answer.isError();
    }
}
