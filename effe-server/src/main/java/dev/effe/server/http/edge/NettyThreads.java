package dev.effe.server.http.edge;

import dev.effe.server.threads.ServerThreads;
import io.netty.util.concurrent.DefaultThreadFactory;

/** Makes the threads of event loops and of TLS, which Netty's own ThreadLocals are fastest on. Thread-safe. */
public final class NettyThreads extends DefaultThreadFactory {

    public NettyThreads(String name) {
        super(name, true);
    }

    @Override
    protected Thread newThread(Runnable task, String name) {
        Thread thread = super.newThread(task, name);
        ServerThreads.adoptReplaceable(thread);
        return thread;
    }
}
