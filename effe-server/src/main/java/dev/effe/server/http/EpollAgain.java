package dev.effe.server.http;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Netty's epoll, with connections that can wait for something again after they have waited for nothing. Netty 4.2.18
 * takes a connection out of epoll when it waits for nothing, as one does whose client has ended its side, and fails to
 * put it back when the rest of its answer is to be written: epoll_ctl(MOD) says ENOENT. Registering it anew puts it back.
 * Confined to its event loop, as Netty's is.
 */
final class EpollAgain extends IoHandlerWrapper {

    private EpollAgain(IoHandler epoll) {
        super(epoll);
    }

    static IoHandlerFactory factory(IoHandlerFactory epoll) {
        return new IoHandlerFactory() {
            @Override
            public IoHandler newHandler(ThreadAwareExecutor executor) {
                return new EpollAgain(epoll.newHandler(executor));
            }

            @Override
            public boolean isChangingThreadSupported() {
                return epoll.isChangingThreadSupported();
            }
        };
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return new Registration(handle, super.register(handle));
    }

    private final class Registration implements IoRegistration {

        private final IoHandle handle;
        /** Exchanged by the event loop; a cancel may come from another thread. */
        private volatile IoRegistration current;

        private boolean takenOut;

        Registration(IoHandle handle, IoRegistration first) {
            this.handle = handle;
            this.current = first;
        }

        @Override
        public long submit(IoOps ops) {
            boolean forNothing = ((EpollIoOps) ops).value() == EpollIoOps.NONE.value();
            if (takenOut && !forNothing && current.isValid()) {
                current.cancel();
                current = anew();
            }
            takenOut = forNothing;
            return current.submit(ops);
        }

        private IoRegistration anew() {
            try {
                return EpollAgain.super.register(handle);
            } catch (Exception e) {
                throw new IllegalStateException("Cannot register a connection again", e);
            }
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // Netty's signature
        public <T> T attachment() {
            return current.attachment();
        }

        @Override
        public boolean isValid() {
            return current.isValid();
        }

        @Override
        public boolean cancel() {
            return current.cancel();
        }
    }
}
