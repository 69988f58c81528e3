package dev.effe.server.http;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;

/** Input and output done by another, for those who change a part of it. Event-loop-confined but for wakeup. */
abstract class IoHandlerWrapper implements IoHandler {

    private final IoHandler wrapped;

    IoHandlerWrapper(IoHandler wrapped) {
        this.wrapped = wrapped;
    }

    @Override
    public void initialize() {
        wrapped.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return wrapped.run(context);
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return wrapped.register(handle);
    }

    @Override
    public void wakeup() {
        wrapped.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return wrapped.isCompatible(type);
    }

    @Override
    public void prepareToDestroy() {
        wrapped.prepareToDestroy();
    }

    @Override
    public void destroy() {
        wrapped.destroy();
    }
}
