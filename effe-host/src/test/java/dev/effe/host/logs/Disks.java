package dev.effe.host.logs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A disk that is full, or that takes its time, when a test says so. Thread-safe. */
final class Disks implements LogDisk {

    /** Bytes that it takes before it is full; a write beyond is cut in its middle. */
    volatile long room = Long.MAX_VALUE;

    /** Writes wait for it. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    final CountDownLatch waiting = new CountDownLatch(1);

    @Override
    public Output open(Path file) throws IOException {
        Output real = LogDisk.REAL.open(file);
        return new Output() {
            @Override
            public void write(byte[] bytes, long position) throws IOException {
                await();
                if (bytes.length > room) {
                    byte[] part = java.util.Arrays.copyOf(bytes, (int) room);
                    room = 0;
                    real.write(part, position);
                    throw new IOException("No space left on device");
                }
                room -= room == Long.MAX_VALUE ? 0 : bytes.length;
                real.write(bytes, position);
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    private void await() {
        try {
            waiting.countDown();
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
