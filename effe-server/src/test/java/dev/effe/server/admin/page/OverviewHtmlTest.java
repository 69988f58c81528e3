package dev.effe.server.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.effe.server.overview.Sample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page for people, of figures that are made up. */
class OverviewHtmlTest {

    private static final String EVIL = "<script>\"&'";

    @Test
    void hasTextAsText() {
        Map<String, Object> call =
                Map.of("id", EVIL, "at", "2026-12-01T00:00:00Z", "outcome", EVIL, "function", EVIL, "traceId", EVIL);
        Map<String, Object> page = Map.of(
                "name", EVIL, "why", EVIL, "state", EVIL, "failed", List.of(call), "topicsError", EVIL, "server", EVIL);
        String html = OverviewHtml.of(page, List.of(), List.of("a = " + EVIL + "   (file " + EVIL + ":3)"), true);
        assertThat(html).doesNotContain(EVIL).contains("&lt;script&gt;&quot;&amp;");
        assertThat(html.split("<script>", -1)).hasSize(2);
    }

    @Test
    void drawsTheLastTenMinutes() {
        List<Sample> samples =
                List.of(new Sample(400_000, 0, 0, 1, 2, 3, 4, 1, 0), new Sample(700_000, 75, 1, 1, 2, 3, 4, 1, 0));
        String html = OverviewHtml.of(Map.of("name", "x"), samples, List.of(), false);
        assertThat(html)
                .contains("d=\"M300.0 118.0L600.0 31.0\"", "<span class=\"top\">100</span>")
                .contains("aria-label=\"Calls per second over the last ten minutes, at most 75\"");
    }

    @Test
    void scalesByRoundNumbers() {
        assertThat(Chart.roundUp(0)).isEqualTo(1);
        assertThat(Chart.roundUp(0.3)).isEqualTo(0.5);
        assertThat(Chart.roundUp(5)).isEqualTo(5);
        assertThat(Chart.roundUp(51)).isEqualTo(100);
    }
}
