package dev.effe.bench.candidate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** The answers of the side-by-side run, with the fewest headers that HTTP allows. */
final class NettyAnswers {

    static final byte[] HELLO = "Hello, World!".getBytes(StandardCharsets.UTF_8);

    private NettyAnswers() {}

    static FullHttpResponse hello() {
        return answer("text/plain; charset=utf-8", Unpooled.wrappedBuffer(HELLO));
    }

    /** Takes the body over. */
    static FullHttpResponse echo(ByteBuf body) {
        return answer("application/json", body);
    }

    private static FullHttpResponse answer(String type, ByteBuf body) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        return response;
    }
}
