package dev.effe.server.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.route.Body;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyBufferTest {
    private final BodyBuffer body = new BodyBuffer();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1023, 1024, 1025, 5000, 70_000})
    void keepsTheBytesInOrder(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31);
        }
        for (int step : new int[] {1, 7, 1000, size}) {
            ByteBuf in = Unpooled.wrappedBuffer(bytes);
            while (in.isReadable()) {
                body.write(in, Math.min(step, in.readableBytes()), size);
            }
            assertThat(body.size()).isEqualTo(size);
            Body taken = body.take();
            assertThat(taken.copy()).isEqualTo(bytes);
            assertThat(taken.bytes()).isEqualTo(bytes);
            assertThat(body.size()).isZero();
        }
    }

    @Test
    void isEmptyWithoutBytes() {
        assertThat(body.take().bytes()).isEmpty();
    }

    @Test
    void givesEachBodyAnArrayOfItsOwn() {
        ByteBuf in = Unpooled.wrappedBuffer(new byte[] {1, 2});
        body.write(in, 1, 1);
        Body first = body.take();
        body.write(in, 1, 1);
        assertThat(body.take().bytes()).containsExactly(2);
        assertThat(first.bytes()).containsExactly(1);
    }

    @Test
    void givesEachCallerACopyThatItMayChange() {
        for (int size : new int[] {10, 10_000}) {
            ByteBuf in = Unpooled.wrappedBuffer(new byte[size]);
            body.write(in, 1, size);
            body.write(in, size - 1, size);
            Body taken = body.take();
            taken.copy()[size - 1] = 1;
            assertThat(taken.copy()).isEqualTo(new byte[size]);
        }
    }
}
