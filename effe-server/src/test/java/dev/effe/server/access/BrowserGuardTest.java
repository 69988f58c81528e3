package dev.effe.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserGuardTest {

    private final BrowserGuard guard = new BrowserGuard(List.of("Effe.internal", "effe"), "admin-hosts");

    private @Nullable String refusal(@Nullable String host, @Nullable String origin, @Nullable String fetchSite) {
        return guard.refusal(Optional.ofNullable(host), Optional.ofNullable(origin), Optional.ofNullable(fetchSite));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:9090",
                "LocalHost.:9090",
                "127.0.0.1:9090",
                "10.1.2.3",
                "10.1.2.3.:80",
                "[::1]:9090",
                "[2001:db8::7]",
                "effe.internal:80",
                "EFFE.INTERNAL.",
                "effe"
            })
    void servesNamesThatNoStrangerOwns(String host) {
        assertThat(refusal(host, null, null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1.evil.example",
                "localhost.evil.example:9090",
                "evil.localhost",
                "xlocalhost",
                "effe.internal.evil.example",
                "x.effe.internal",
                "localhost..",
                "2130706433",
                "127.1",
                "0x7f.0.0.1",
                "%6cocalhost",
                "[::1",
                "[::1%25lo]",
                "[evil.example]",
                "::1",
                "",
                "."
            })
    void refusesEveryOtherName(String host) {
        assertThat(refusal(host, null, null)).contains("The host " + host + " is", "--admin-hosts");
    }

    @Test
    void servesWhoeverSendsNoHost() {
        assertThat(refusal(null, null, null)).isNull();
    }

    @Test
    void servesEveryHostIfToldTo() {
        BrowserGuard open = new BrowserGuard(List.of("*"), "admin-hosts");
        assertThat(open.refusal(Optional.of("evil.example"), Optional.empty(), Optional.empty()))
                .isNull();
        assertThat(open.refusal(Optional.of("evil.example"), Optional.of("http://evil.example"), Optional.empty()))
                .contains("Origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://localhost:9090", "null", ""})
    void refusesWhatAPageSendsWithItsOrigin(String origin) {
        assertThat(refusal("localhost:9090", origin, null)).contains("Origin");
        assertThat(refusal("localhost:9090", origin, "same-origin")).contains("Origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "CROSS-SITE", "something-new", ""})
    void refusesWhatAnotherSiteFetches(String site) {
        assertThat(refusal("127.0.0.1", null, site)).contains("Sec-Fetch-Site");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "same-origin"})
    void servesWhatABrowsersUserAsksFor(String site) {
        assertThat(refusal("127.0.0.1", null, site)).isNull();
    }
}
