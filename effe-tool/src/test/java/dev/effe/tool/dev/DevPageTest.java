package dev.effe.tool.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.Chromium;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser. */
@Tag("once")
class DevPageTest {

    @TempDir
    Path folder;

    @BeforeEach
    void needsABrowser() {
        Chromium.assumeInstalled();
    }

    @ParameterizedTest
    @CsvSource({"400, 0xffffff, 0xffe1e0", "1600, 0xffffff, 0xffe1e0"})
    void marksTheLineAtEveryWidth(int width, String back, String mark) throws Exception {
        Samples.write(folder.resolve("Hello.java"), Samples.function("Hello", "response.text(missing);"));
        BufferedImage shown;
        try (DevProcess dev = DevProcess.start(folder, "Hello.java")) {
            shown = new Chromium(folder).picture(dev.uri("/"), width);
        }
        assertThat(Chromium.pixels(shown, Integer.decode(back))).isGreaterThan(100_000);
        assertThat(Chromium.pixels(shown, Integer.decode(mark))).isGreaterThan(3_000);
    }

    /** The page asks for the state, by its own script, and sees what was saved meanwhile. */
    @Test
    void loadsItselfOnceItIsMended() throws Exception {
        Samples.write(folder.resolve("Hello.java"), Samples.function("Hello", "response.text(missing);"));
        try (DevProcess dev = DevProcess.start(folder, "Hello.java")) {
            Process browser = new Chromium(folder)
                    .start(
                            "--virtual-time-budget=100000",
                            "--dump-dom",
                            dev.uri("/").toString());
            dev.awaitLine("GET / 500");
            Samples.write(folder.resolve("Hello.java"), Samples.text("Hello", "it is mended"));
            assertThat(Chromium.output(browser)).contains("it is mended").doesNotContain("It does not compile");
            dev.awaitLine("GET / 200");
        }
    }
}
