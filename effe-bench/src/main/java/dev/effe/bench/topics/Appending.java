package dev.effe.bench.topics;

import dev.effe.bench.compare.Load;

/** A log to which 16 threads append events of 512 bytes. */
interface Appending extends AutoCloseable {

    int THREADS = 16;
    int PAYLOAD_BYTES = 512;

    /**
     * Appends for a while.
     *
     * @param pipelined whether a thread goes on before its last event is kept
     */
    Load run(boolean pipelined, int seconds) throws Exception;

    @Override
    void close();
}
