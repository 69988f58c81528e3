package dev.effe.server.http.h1;

import dev.effe.server.cli.Settings;
import dev.effe.server.dispatch.Outcome;
import dev.effe.server.http.exchange.HttpShared;
import dev.effe.server.http.message.RefusedException;
import dev.effe.server.http.message.ResponseHeaders;
import dev.effe.server.memory.MemoryBudget;
import dev.effe.server.route.Call;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The bytes of a hello, without a network, a dispatcher and threads. In this package to reach what it measures. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HttpBenchmark {

    private static final String BODY = "Hello, World!";
    private static final String ID = "0123456789abcdef-1";
    /** As wrk sends it. */
    private static final byte[] REQUEST =
            "GET /hello HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    /** As curl and a proxy send it. */
    private static final byte[] PROXIED_REQUEST = """
            GET /hello?name=x HTTP/1.1\r
            Host: api.example.com\r
            User-Agent: curl/8.5.0\r
            Accept: */*\r
            Accept-Encoding: gzip, deflate\r
            Cookie: session=0123456789abcdef\r
            X-Forwarded-For: 192.0.2.1\r
            X-Forwarded-Proto: https\r
            X-Request-Id: 0123456789abcdef0123456789abcdef\r
            \r
            """.getBytes(StandardCharsets.US_ASCII);

    private final HttpShared shared =
            new HttpShared(HttpBenchmark::hello, Settings.defaults().http(), MemoryBudget.unlimited());
    private final EmbeddedChannel connection = connection();
    private final HeadParser parser = new HeadParser(shared.limits, new LineBuffer());
    private final ByteBuf input = Unpooled.directBuffer(1024).writeBytes(REQUEST);
    private final ByteBuf proxiedInput = Unpooled.directBuffer(1024).writeBytes(PROXIED_REQUEST);

    private static void hello(Call call) {
        call.response().text(BODY);
        call.completed(Outcome.SUCCEEDED);
    }

    private EmbeddedChannel connection() {
        ExchangeHandler exchanges = new ExchangeHandler(shared);
        return new EmbeddedChannel(exchanges.decoder(), exchanges) {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
            }
        };
    }

    @Benchmark
    public Object parseHead() throws RefusedException {
        return parser.parse(input.readerIndex(0));
    }

    @Benchmark
    public Object parseProxiedHead() throws RefusedException {
        return parser.parse(proxiedInput.readerIndex(0));
    }

    @Benchmark
    public int encodeHead() {
        ResponseHeaders headers = new ResponseHeaders();
        AnswerEncoder head = new AnswerEncoder();
        head.begin(200);
        head.fields(headers, "text/plain; charset=utf-8");
        head.serverFields(headers, ID);
        head.length(BODY.length());
        head.end();
        return head.size();
    }

    /** From the request's bytes to the response's, answered at once on the event loop. */
    @Benchmark
    public int exchange() {
        connection.writeInbound(input.readerIndex(0).retainedDuplicate());
        ByteBuf response = connection.readOutbound();
        int length = response.readableBytes();
        response.release();
        return length;
    }
}
