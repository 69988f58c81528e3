package dev.effe.tool.operate;

import static dev.effe.server.kit.Soon.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.kit.Browser;
import dev.effe.server.kit.Chromium;
import dev.effe.server.kit.PageLook;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The admin port's page for people, as it is sent and as a browser shows it. */
@Tag("once")
class OverviewPageTest {

    private static final List<Integer> WIDTHS = List.of(400, 1600);
    private static final List<String> SCHEMES = List.of("light", "dark");

    /** For whoever wants to look. */
    private static final Path PICTURES = Path.of("target/pages");

    /** All that the keyboard is to get to. */
    private static final String CONTROLS =
            "[...document.querySelectorAll('a[href], button, input, summary, [tabindex]')]"
                    + ".filter(e => e.checkVisibility())";

    @TempDir
    Path folder;

    private OperateTester effe;

    @BeforeEach
    void start() throws Exception {
        effe = OperateTester.start(folder);
        effe.append("bad"); // Fails: nothing is mended yet.
        await().until(() -> effe.page("/overview").body().contains("status 422"));
        effe.call("a-request");
    }

    @AfterEach
    void stop() {
        effe.close();
    }

    private URI overview() {
        return URI.create(effe.admin() + "/");
    }

    @Test
    void tellsOfCallsTopicsAndSettings() throws Exception {
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
                .doesNotContain("src=", "style=\"", "onclick");
        assertThat(page.body().replaceAll("href=\"/traces\\?id=[0-9a-f]{32}\"", ""))
                .doesNotContain("href=");
        assertThat(page.body()).containsSubsequence("Settings", "at their defaults", "<td>max-contexts</td>");
    }

    @Test
    void isNoPageOfOthers() throws Exception {
        assertThat(effe.page("/nothing").statusCode()).isEqualTo(404);
        assertThat(effe.page("/?x=1").statusCode()).isEqualTo(200);
    }

    @Test
    void isReadInAnyWidthAndInBothColours() throws Exception {
        Chromium.assumeInstalled();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> effe.page("/overview").body().contains("\"perSecond\":"));
        try (Browser browser = Browser.open(folder)) {
            for (int width : WIDTHS) {
                for (String scheme : SCHEMES) {
                    browser.look(width, scheme);
                    browser.go(overview());
                    browser.evaluate("document.querySelector('details').open = true");
                    assertLook(browser, "overview", width, scheme);
                    browser.evaluate("document.querySelector('#slowest a').click()");
                    await().until(() -> browser.evaluate("location.pathname")
                                    .asText()
                                    .equals("/traces")
                            && browser.evaluate("document.readyState").asText().equals("complete"));
                    assertLook(browser, "trace", width, scheme);
                }
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static void assertLook(Browser browser, String name, int width, String scheme) throws Exception {
        browser.picture(PICTURES.resolve(name + "-" + width + "-" + scheme + ".png"));
        assertThat(browser.evaluate("innerWidth").asInt()).isEqualTo(width);
        assertThat(PageLook.wide(browser)).as("%s %s", width, scheme).isEmpty();
        assertThat(PageLook.faint(browser)).as("%s %s", width, scheme).isEmpty();
        boolean dark = browser.evaluate("getComputedStyle(document.body).backgroundColor")
                .asText()
                .equals("rgb(13, 17, 23)");
        assertThat(dark).isEqualTo(scheme.equals("dark"));
    }

    /** A measure of looks finds this, so that it cannot find nothing for want of eyes. */
    @Test
    void aFaintAndWideTextWouldBeFound() throws Exception {
        Chromium.assumeInstalled();
        try (Browser browser = Browser.open(folder)) {
            browser.look(400, "light");
            browser.go(overview());
            browser.evaluate("document.querySelector('h1').style.color = '#999'");
            browser.evaluate("document.querySelector('h2').style.cssText = 'width: 500px'");
            assertThat(PageLook.faint(browser)).singleElement().asString().startsWith("2.85 H1");
            assertThat(PageLook.wide(browser)).anyMatch(each -> each.startsWith("<h2"));
        }
    }

    @Test
    void isUsedByKeyboard() throws Exception {
        Chromium.assumeInstalled();
        try (Browser browser = Browser.open(folder)) {
            for (String scheme : SCHEMES) {
                browser.look(400, scheme);
                browser.go(overview());
                int controls = browser.evaluate(CONTROLS + ".length").asInt();
                assertThat(controls).isGreaterThan(6);
                for (int i = 0; i < controls; i++) {
                    browser.tab();
                    assertThat(browser.evaluate(CONTROLS + ".indexOf(document.activeElement)")
                                    .asInt())
                            .isEqualTo(i);
                    assertThat(PageLook.focus(browser)).as("%s %d", scheme, i).isGreaterThan(3);
                }
            }
            browser.evaluate("document.querySelector('summary').focus()");
            browser.enter();
            await().until(() ->
                    browser.evaluate("document.querySelector('details').open").asBoolean());
            browser.evaluate("[...document.querySelectorAll('#slowest tr')]"
                    + ".find(e => e.textContent.includes('status 422')).querySelector('a').focus()");
            browser.enter();
            await().until(() -> browser.evaluate("document.title").asText().startsWith("Traces"));
            assertThat(browser.texts("[...document.querySelectorAll('td:first-child')].map(e => e.textContent.trim())"))
                    .startsWith("process placed")
                    .endsWith("run");
            assertThat(browser.evaluate("document.querySelector('main').textContent")
                            .asText())
                    .contains("422");
        }
    }

    /** The script runs under the policy: newer figures take the place of the old ones, and their end is told. */
    @Test
    void isKeptNew() throws Exception {
        Chromium.assumeInstalled();
        try (Browser browser = Browser.open(folder)) {
            browser.go(overview());
            String codes = "[...document.querySelectorAll('code')].map(e => e.textContent)";
            assertThat(browser.texts(codes)).contains("a-request").doesNotContain("a-newer-one");
            browser.evaluate("window.same = true");
            effe.call("a-newer-one");
            await().until(() -> browser.texts(codes).contains("a-newer-one"));
            assertThat(browser.evaluate("same").asBoolean())
                    .as("without a reload")
                    .isTrue();
            assertThat(browser.complaints()).isEmpty();

            effe.close();
            await().until(() ->
                    browser.evaluate("document.body.className").asText().equals("lost"));
            assertThat(browser.evaluate("getComputedStyle(document.querySelector('header'), '::after').content")
                            .asText())
                    .contains("does not answer");
        }
    }
}
