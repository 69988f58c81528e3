package dev.effe.server.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thread that appends what many bring. */
class JournalWriterTest {

    @TempDir
    Path folder;

    private JournalTester tester;
    private final AtomicInteger opened = new AtomicInteger();
    private final CountDownLatch mayOpen = new CountDownLatch(1);

    @BeforeEach
    void makeTester() {
        tester = new JournalTester(folder);
    }

    private final class Owner implements JournalWriter.Owner {

        @Override
        public Journal open() throws IOException {
            try {
                mayOpen.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            opened.incrementAndGet();
            return tester.open();
        }

        @Override
        public long settle(Journal journal) {
            return Long.MAX_VALUE;
        }

        @Override
        public void closing(@Nullable Journal journal) {}
    }

    private JournalWriter writer() {
        JournalWriter writer = new JournalWriter("test-writer", "Records", new Owner());
        writer.start();
        return writer;
    }

    private static CompletableFuture<Long> append(JournalWriter writer, String text) {
        CompletableFuture<Long> number = new CompletableFuture<>();
        writer.append(List.of(new Content(text.getBytes(UTF_8))), true, (places, failure) -> {
            if (failure == null) {
                number.complete(places.get(0).number());
            } else {
                number.completeExceptionally(failure);
            }
        });
        return number;
    }

    @Test
    void manyAppendsShareAWriteToTheDisk() throws Exception {
        JournalWriter writer = writer();
        List<CompletableFuture<Long>> numbers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            numbers.add(append(writer, "r" + i));
        }
        mayOpen.countDown();
        for (int i = 0; i < 1000; i++) {
            assertThat(numbers.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i + 1);
        }
        writer.close();
        assertThat(tester.files.forces.get()).isLessThan(10);
    }

    @Test
    void recordsOfManyThreadsAreDenseAndEachThreadsInItsOrder() throws Exception {
        mayOpen.countDown();
        JournalWriter writer = writer();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            String name = "t" + t + " ";
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 500; i++) {
                    append(writer, name + i + " " + "x".repeat(i)).join();
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        writer.close();
        tester.open().close();
        assertThat(tester.found).hasSize(4000);
        assertThat(tester.found.lastKey()).isEqualTo(4000);
        int[] next = new int[8];
        for (String text : tester.found.values()) {
            String[] parts = text.split(" ", -1);
            int thread = Integer.parseInt(parts[0].substring(1));
            assertThat(Integer.parseInt(parts[1])).isEqualTo(next[thread]++);
        }
    }

    @Test
    void tellsAFailureAndGoesOnWhenTheDiskDoes() throws Exception {
        mayOpen.countDown();
        JournalWriter writer = writer();
        assertThat(append(writer, "a").get(60, TimeUnit.SECONDS)).isEqualTo(1);
        tester.files.failsForce = true;
        assertThatThrownBy(() -> append(writer, "b").get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("Input/output error");
        tester.files.failsForce = false;
        assertThat(append(writer, "c").get(60, TimeUnit.SECONDS)).isEqualTo(2);
        writer.close();
        tester.open().close();
        assertThat(tester.found.values()).containsExactly("a", "c");
    }

    @Test
    void opensAgainUntilTheFolderIsFreeAndTellsWhyMeanwhile() throws Exception {
        mayOpen.countDown();
        Journal other = new JournalTester(folder).open();
        JournalWriter writer = writer();
        assertThatThrownBy(() -> append(writer, "a").get(60, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(LockedException.class);
        other.close();
        assertThat(append(writer, "b").get(60, TimeUnit.SECONDS)).isEqualTo(1);
        writer.close();
        assertThat(opened.get()).isGreaterThan(1);
    }

    @Test
    void refusesWhatComesAfterItsEndInsteadOfForgettingIt() throws Exception {
        mayOpen.countDown();
        JournalWriter writer = writer();
        CompletableFuture<Long> inTime = append(writer, "a");
        writer.close();
        assertThat(inTime.get(60, TimeUnit.SECONDS)).isEqualTo(1);
        assertThatThrownBy(() -> append(writer, "b").get(60, TimeUnit.SECONDS))
                .hasMessageContaining("the server stops");
    }
}
