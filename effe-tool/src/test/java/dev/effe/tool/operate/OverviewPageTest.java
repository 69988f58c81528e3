package dev.effe.tool.operate;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.tool.Chromium;
import java.awt.image.BufferedImage;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The admin port's page for people, as it is sent and as a browser shows it. */
@Tag("once")
class OverviewPageTest {

    private static final int LIGHT = 0xffffff;
    private static final int DARK = 0x0d1117;

    @TempDir
    Path folder;

    private OperateTester effe;

    @BeforeEach
    void start() throws Exception {
        effe = OperateTester.start(folder);
    }

    @AfterEach
    void stop() {
        effe.close();
    }

    @Test
    void tellsOfCallsTopicsAndSettings() throws Exception {
        effe.call("a-request");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> effe.page("/overview").body().contains("\"perSecond\":"));
        HttpResponse<String> page = effe.page("/");
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; ")
                .contains("form-action 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http:", "https:");
        assertThat(page.body())
                .contains("<code>a-request</code>", "<td>report</td>", "<td>placed</td>")
                .contains("<tr><td>timeout</td><td>9s</td><td>flag</td></tr>", "<tr><td>admin-port</td><td>0</td><td>")
                .doesNotContain("src=", "href=", "style=\"", "onclick");
        assertThat(page.body()).containsSubsequence("Settings", "at their defaults", "<td>max-contexts</td>");
    }

    @Test
    void isNoPageOfOthers() throws Exception {
        assertThat(effe.page("/nothing").statusCode()).isEqualTo(404);
        assertThat(effe.page("/?x=1").statusCode()).isEqualTo(200);
    }

    @Test
    void isShownInAnyWidthAndInBothColours() throws Exception {
        Chromium.assumeInstalled();
        Chromium browser = new Chromium(folder);
        for (int width : new int[] {500, 1600}) { // The narrowest window of a headless Chromium.
            assertColours(browser.picture(URI.create(effe.admin() + "/"), width), LIGHT, DARK);
            assertColours(
                    browser.picture(URI.create(effe.admin() + "/"), width, "--blink-settings=preferredColorScheme=0"),
                    DARK,
                    LIGHT);
        }
    }

    private static void assertColours(BufferedImage shown, int back, int other) {
        int all = shown.getWidth() * shown.getHeight();
        assertThat(Chromium.pixels(shown, back)).isGreaterThan(all / 4);
        assertThat(Chromium.pixels(shown, other)).isLessThan(all / 50);
        assertThat(Chromium.pixels(shown, 0x1a7f37)).as("ready").isGreaterThan(200); // The policy allows the style.
    }

    /** The script runs under the policy, and puts newer figures in place of the old ones. */
    @Test
    void isKeptNew() throws Exception {
        Chromium.assumeInstalled();
        Process browser = new Chromium(folder)
                .start("--dump-dom", "--timeout=12000", "--virtual-time-budget=12000", effe.admin() + "/");
        String shown = Chromium.output(browser);
        assertThat(shown).contains("<section id=\"slowest\" data-live").doesNotContain("class=\"lost\"");
    }
}
