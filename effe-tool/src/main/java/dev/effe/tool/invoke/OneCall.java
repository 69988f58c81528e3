package dev.effe.tool.invoke;

import java.io.IOException;

/** Calls a function and prints its answer. */
@FunctionalInterface
interface OneCall {

    /** Calls it once; false if the function failed. */
    boolean send(byte[] data) throws IOException;
}
