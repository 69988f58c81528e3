package dev.effe.server.http;

import static org.assertj.core.api.Assertions.assertThat;

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
            assertThat(body.take()).isEqualTo(bytes);
            assertThat(body.size()).isZero();
        }
    }

    @Test
    void isEmptyWithoutBytes() {
        assertThat(body.take()).isEmpty();
    }

    @Test
    void givesEachBodyAnArrayOfItsOwn() {
        ByteBuf in = Unpooled.wrappedBuffer(new byte[] {1, 2});
        body.write(in, 1, 1);
        byte[] first = body.take();
        body.write(in, 1, 1);
        assertThat(body.take()).containsExactly(2);
        assertThat(first).containsExactly(1);
    }
}
