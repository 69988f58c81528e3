package dev.effe.tool.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.tool.ToolTester;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tars that are cut, damaged or made to mislead: each is read to its end or refused, in bounded time. */
@Timeout(300)
class TarReaderTest {

    private static final int SIZE = 124;
    private static final int SUM = 148;
    private static final int KIND = 156;
    private static final long SEED = 20261129;

    @TempDir
    Path folder;

    private byte[] right;

    @BeforeEach
    void make() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        tar.file("first", "one".getBytes(StandardCharsets.UTF_8));
        tar.folder("folder");
        tar.file("folder/second", new byte[513]);
        tar.finish();
        right = bytes.toByteArray();
        assertThat(places(right)).containsOnlyKeys("first", "folder/second");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "-1000",
                "-0",
                "-7777777777",
                "+5",
                "8",
                "",
                "1 1",
                "0x10",
                "777777777777",
                "377777777777",
                "\u0080\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0001",
                "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"
            })
    void refusesASizeThatIsNone(String size) {
        byte[] tar = right.clone();
        Arrays.fill(tar, SIZE, SIZE + 12, (byte) 0);
        byte[] bytes = size.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, tar, SIZE, bytes.length);

        assertThatThrownBy(() -> places(summed(tar, 0))).isInstanceOf(ImageException.class);
    }

    /** The entry of a folder too, whose size nobody looks at otherwise. */
    @Test
    void refusesASizeThatLeadsBack() {
        byte[] tar = right.clone();
        int second = 2 * TarWriter.BLOCK;
        byte[] back = "-2000".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(back, 0, tar, second + SIZE, back.length);
        Arrays.fill(tar, second + SIZE + back.length, second + SIZE + 12, (byte) 0);

        assertThatThrownBy(() -> places(summed(tar, second)))
                .isInstanceOf(ImageException.class)
                .hasMessageEndingWith(" is no tar, or a compressed one, or damaged");
    }

    @Test
    void refusesEveryCut() {
        for (int length = 0; length < right.length - 2 * TarWriter.BLOCK; length++) {
            byte[] cut = Arrays.copyOf(right, length);
            assertThatThrownBy(() -> places(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(ImageException.class)
                    .hasMessageEndingWith(" is cut");
        }
    }

    /** Its first block is no end, but for its first byte. */
    @Test
    void refusesAHeaderWithoutAName() {
        byte[] tar = right.clone();
        tar[0] = 0;
        assertThatThrownBy(() -> places(tar)).isInstanceOf(ImageException.class);
    }

    @Test
    void namesNoPlaceOutsideOfTheFile() throws IOException {
        Random random = new Random(SEED);
        int read = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] tar = Arrays.copyOf(right, random.nextInt(4) == 0 ? random.nextInt(right.length) : right.length);
            for (int changes = random.nextInt(4); changes > 0 && tar.length > 0; changes--) {
                tar[random.nextInt(tar.length)] = (byte) random.nextInt(256);
            }
            for (int header = 0; header + TarWriter.BLOCK <= tar.length; header += TarWriter.BLOCK) {
                if (random.nextInt(3) == 0) {
                    mislead(random, tar, header);
                }
            }
            try {
                for (TarReader.Place place : places(tar).values()) {
                    assertThat(place.size()).isNotNegative();
                    assertThat(place.offset()).isBetween((long) TarWriter.BLOCK, (long) tar.length);
                    assertThat(place.offset() + place.size()).isLessThanOrEqualTo(tar.length);
                }
                read++;
            } catch (ImageException e) {
                // Refused, and for a reason.
                assertThat(e).hasMessageMatching(".* is (cut|no tar, or a compressed one, or damaged)");
            }
        }
        assertThat(read).as("some are still tars").isPositive();
    }

    /** A size and a kind of file with the right sum. */
    private static void mislead(Random random, byte[] tar, int header) {
        String[] sizes = {"%011o", "-%o", "%o", "%012o", "+%o"};
        long[] values = {0, 1, 511, 512, 513, 1 << 20, Integer.MAX_VALUE, 1L << 33, 1L << 35};
        byte[] size = sizes[random.nextInt(sizes.length)]
                .formatted(values[random.nextInt(values.length)])
                .getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, tar, header + SIZE, Math.min(12, size.length));
        tar[header + KIND] = (byte) "05\0xLg17".charAt(random.nextInt(8));
        summed(tar, header);
    }

    private static byte[] summed(byte[] tar, int header) {
        byte[] sum = "%06o\0 "
                .formatted(TarWriter.sum(Arrays.copyOfRange(tar, header, header + TarWriter.BLOCK)))
                .getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(sum, 0, tar, header + SUM, sum.length);
        return tar;
    }

    private Map<String, TarReader.Place> places(byte[] tar) throws IOException {
        return TarReader.places(Files.write(folder.resolve("some.tar"), tar));
    }

    /** A whole base with one byte changed makes the image that it made before, or none. */
    @Test
    void aDamagedBaseMakesTheSameImageOrNone() throws IOException {
        Path jar = Files.writeString(folder.resolve("hello.jar"), "PK");
        Path base = folder.resolve("base.tar");
        Path laid = BaseLayout.in(folder.resolve("base"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        try (var files = Files.walk(laid)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                tar.file(laid.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        tar.finish();
        byte[] whole = bytes.toByteArray();
        byte[] image = image(jar, Files.write(base, whole));
        Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(image(jar, Files.write(base, changed))).isEqualTo(image);
            } catch (ImageException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private byte[] image(Path jar, Path base) throws IOException {
        Path image = folder.resolve("image.tar");
        ToolTester.run(
                new ImageCommand(),
                List.of("--function", jar.toString(), "-o", image.toString(), "--base", base.toString()),
                Map.of(),
                new PrintStream(new ByteArrayOutputStream()));
        return Files.readAllBytes(image);
    }
}
