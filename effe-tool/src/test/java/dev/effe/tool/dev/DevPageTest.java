package dev.effe.tool.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser. */
class DevPageTest {

    @TempDir
    Path folder;

    @BeforeEach
    void needsABrowser() {
        assumeTrue(Files.exists(Path.of("/usr/bin/chromium")), "chromium is not installed");
    }

    private Process browser(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--user-data-dir=" + folder.resolve("profile")));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("chromium.log").toFile())
                .start();
    }

    @ParameterizedTest
    @CsvSource({"400, 0xffffff, 0xffe1e0", "1600, 0xffffff, 0xffe1e0"})
    void marksTheLineAtEveryWidth(int width, String back, String mark) throws Exception {
        Samples.write(folder.resolve("Hello.java"), Samples.function("Hello", "response.text(missing);"));
        Path picture = folder.resolve("page.png");
        try (DevProcess dev = DevProcess.start(folder, "Hello.java")) {
            Process browser = browser(
                    "--window-size=" + width + ",900",
                    "--screenshot=" + picture,
                    dev.uri("/").toString());
            browser.getInputStream().readAllBytes();
            assertThat(browser.waitFor(120, TimeUnit.SECONDS)).isTrue();
        }
        BufferedImage shown = ImageIO.read(picture.toFile());
        assertThat(pixels(shown, Integer.decode(back))).isGreaterThan(100_000);
        assertThat(pixels(shown, Integer.decode(mark))).isGreaterThan(3_000);
    }

    private static int pixels(BufferedImage image, int colour) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += (image.getRGB(x, y) & 0xffffff) == colour ? 1 : 0;
            }
        }
        return count;
    }

    /** The page asks for the state, by its own script, and sees what was saved meanwhile. */
    @Test
    void loadsItselfOnceItIsMended() throws Exception {
        Samples.write(folder.resolve("Hello.java"), Samples.function("Hello", "response.text(missing);"));
        try (DevProcess dev = DevProcess.start(folder, "Hello.java")) {
            Process browser = browser(
                    "--virtual-time-budget=100000", "--dump-dom", dev.uri("/").toString());
            dev.awaitLine("GET / 500");
            Samples.write(folder.resolve("Hello.java"), Samples.text("Hello", "it is mended"));
            String dom = new String(browser.getInputStream().readAllBytes());
            assertThat(browser.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(dom).contains("it is mended").doesNotContain("It does not compile");
            dev.awaitLine("GET / 200");
        }
    }
}
