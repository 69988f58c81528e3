package dev.effe.tool.invoke;

import dev.effe.server.cli.ToolException;
import java.io.IOException;
import java.io.InputStream;

/** Calls of a function, one after another. Not thread-safe. */
final class CallSeries {

    private final OneCall call;
    private int sent;
    private int failed;

    CallSeries(OneCall call) {
        this.call = call;
    }

    void send(byte[] data) throws IOException {
        sent++;
        failed += call.send(data) ? 0 : 1;
    }

    /** Calls once for each line that is not blank. */
    void sendLines(InputStream in) throws IOException {
        if (in.available() == 0) {
            System.err.println("effe: reading standard input, a call for each line (--data gives one)");
        }
        for (byte[] line = Data.line(in); line != null; line = Data.line(in)) {
            send(line);
        }
    }

    /** Ends with an error if one of them failed. */
    void end() throws ToolException {
        if (failed > 0) {
            throw new ToolException(failed + " of " + sent + " calls failed");
        }
    }
}
