package dev.effe.bench.candidate;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.TimeUnit;

/** Answers on the event loop, with one flush for all that was read together. The sleep is a timer. */
final class LoopHandler extends WholeRequests {

    @Override
    void received(ChannelHandlerContext ctx, String path, ByteBuf body) {
        switch (path) {
            case "/echo" -> ctx.write(NettyAnswers.echo(body), ctx.voidPromise());
            case "/sleep" ->
                ctx.executor().schedule(() -> ctx.writeAndFlush(NettyAnswers.hello()), 10, TimeUnit.MILLISECONDS);
            default -> {
                if (path.startsWith(Compute.PREFIX)) {
                    Compute.asTold(path);
                }
                ctx.write(NettyAnswers.hello(), ctx.voidPromise());
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }
}
