package dev.effe.server.journal;

import static dev.effe.server.kit.Soon.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that appends is killed at any moment, again and again: all that it was told to be there is there. */
@Tag("slow")
class JournalKillTest {

    private static final int KILLS = 4;
    private static final int THREADS = 4;
    private static final int SEGMENT_BYTES = 64 * 1024;

    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedIsThereInOrderAndDense() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> acknowledged = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged.addAll(appendUntilKilled(50 + random.nextInt(500)));
            check(acknowledged, "seed " + seed + ", kill " + kill);
        }
        assertThat(acknowledged).hasSizeGreaterThan(KILLS * 50);
    }

    /** Runs the process until it has acknowledged so many, kills it, and returns all that it has acknowledged. */
    private List<String> appendUntilKilled(int enough) throws Exception {
        Path out = folder.resolve("out.txt"); // A pipe would lose what is in it with the process.
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Appender.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(out.toFile())
                .start();
        await().atMost(Duration.ofSeconds(60)).until(() -> told(out).size() >= enough || !process.isAlive());
        process.destroyForcibly();
        process.waitFor();
        return told(out);
    }

    private static List<String> told(Path out) throws IOException {
        // The last line may be half of one.
        return Files.readAllLines(out).stream()
                .filter(line -> line.startsWith("ok ") && line.endsWith(" ."))
                .toList();
    }

    private void check(List<String> acknowledged, String what) throws IOException {
        List<String> found = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        Journal journal = Journal.open(folder, SEGMENT_BYTES, (place, start) -> {
            numbers.add(place.number());
            String text = JournalTester.text(place.segment().read(place));
            found.add("ok " + place.number() + " " + text.substring(0, text.indexOf(' ')) + " .");
        });
        assertThat(journal.isDamaged()).as(what).isFalse();
        assertThat(journal.damaged()).as(what).isEmpty();
        journal.close();
        assertThat(found).as(what).containsAll(acknowledged);
        for (int i = 0; i < numbers.size(); i++) {
            assertThat(numbers.get(i)).as(what).isEqualTo(i + 1L);
        }
    }

    /** Appends from several threads, and prints what it was told to be on the disk. */
    static final class Appender implements JournalWriter.Owner {

        private final Path folder;

        private Appender(Path folder) {
            this.folder = folder;
        }

        public static void main(String[] folder) {
            JournalWriter writer = new JournalWriter("writer", "Records", new Appender(Path.of(folder[0])));
            writer.start();
            for (int thread = 0; thread < THREADS; thread++) {
                String name = ProcessHandle.current().pid() + "-" + thread + "-";
                next(writer, name, 0);
            }
            try {
                Thread.currentThread().join(60_000); // Killed long before.
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void next(JournalWriter writer, String name, int count) {
            String text = name + count + " "
                    + "x".repeat(ThreadLocalRandom.current().nextInt(count % 100 == 99 ? 100_000 : 500));
            writer.append(List.of(new Content(text.getBytes(UTF_8))), true, (places, failure) -> {
                if (failure == null) {
                    System.out.println("ok " + places.get(0).number() + " " + name + count + " .");
                }
                next(writer, name, count + 1);
            });
        }

        @Override
        public Journal open() throws IOException {
            return Journal.open(folder, SEGMENT_BYTES, (place, start) -> {});
        }

        @Override
        public long settle(Journal journal) {
            return Long.MAX_VALUE;
        }

        @Override
        public void closing(@Nullable Journal journal) {}
    }
}
