package dev.effe.server.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/** A real browser, which nobody sees. */
public final class Chromium {

    private static final long PATIENCE_SECONDS = 120;

    private final Path folder;

    /** @param folder for its profile and its pictures */
    public Chromium(Path folder) {
        this.folder = folder;
    }

    /** Skips the test where there is none. */
    public static void assumeInstalled() {
        assumeTrue(Files.exists(Path.of("/usr/bin/chromium")), "chromium is not installed");
    }

    /** Returns a page as it is shown in a window of this width. */
    public BufferedImage picture(URI page, int width, String... options) throws IOException, InterruptedException {
        Path picture = folder.resolve("page.png");
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("--window-size=" + width + ",900", "--screenshot=" + picture, page.toString()));
        output(arguments.toArray(String[]::new));
        return ImageIO.read(picture.toFile());
    }

    /** Runs it, and returns its standard output. */
    public String output(String... arguments) throws IOException, InterruptedException {
        return output(start(arguments));
    }

    /** Returns the standard output of one that was started. */
    public static String output(Process browser) throws IOException, InterruptedException {
        String output = new String(browser.getInputStream().readAllBytes());
        assertThat(browser.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    public Process start(String... arguments) throws IOException {
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

    /** Returns the number of pixels of a colour. */
    public static int pixels(BufferedImage image, int colour) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += (image.getRGB(x, y) & 0xffffff) == colour ? 1 : 0;
            }
        }
        return count;
    }
}
