package dev.effe.bench.candidate;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpResponse;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Hands each request to a worker, one at a time per connection, as HTTP/1.1 wants its answers in order. */
final class WorkerHandler extends WholeRequests {

    private final Executor workers;

    // Touched only by the event loop.
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    WorkerHandler(Executor workers) {
        this.workers = workers;
    }

    @Override
    void received(ChannelHandlerContext ctx, String path, ByteBuf body) {
        Runnable call = () -> call(ctx, path, body);
        if (busy) {
            waiting.add(call);
        } else {
            busy = true;
            workers.execute(call);
        }
    }

    private void call(ChannelHandlerContext ctx, String path, ByteBuf body) {
        FullHttpResponse answer = answer(path, body);
        ctx.executor().execute(() -> {
            Runnable next = waiting.poll();
            busy = next != null;
            if (next == null) {
                ctx.writeAndFlush(answer, ctx.voidPromise());
            } else {
                ctx.write(answer, ctx.voidPromise());
                workers.execute(next);
            }
        });
    }

    private static FullHttpResponse answer(String path, ByteBuf body) {
        if (path.equals("/echo")) {
            return NettyAnswers.echo(body);
        }
        if (path.equals("/sleep")) {
            sleep();
        } else if (path.startsWith(Compute.PREFIX)) {
            Compute.asTold(path);
        }
        return NettyAnswers.hello();
    }

    private static void sleep() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
