package dev.effe.tool.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerChallengeTest {

    @Test
    void readsWhatRegistriesSay() throws Exception {
        assertThat(BearerChallenge.of("Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\","
                        + "scope=\"repository:a/b:pull\",error=\"invalid_token\""))
                .hasValue(challenge("https://auth.docker.io/token", "registry.docker.io"));
        assertThat(BearerChallenge.of("bearer realm=\"https://x/y?z=1\"")).hasValue(challenge("https://x/y?z=1", ""));
        assertThat(BearerChallenge.of("Basic realm=\"x\"")).isEmpty();
        assertThat(BearerChallenge.of("Basic realm=\"Bearer realm=x\"")).isEmpty();
        assertThat(BearerChallenge.of("Bearer")).isEmpty();
        assertThat(BearerChallenge.of(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEARER Realm = \"https://x/y\" , SERVICE=\"s,t\"",
                "Bearer service=\"s,t\",realm=https://x/y",
                "Basic realm=\"r\", Bearer realm=\"https://x/y\",service=\"s,t\"",
                "Bearer realm=\"https:\\//x/y\",service=\"s\\,t\""
            })
    void readsEveryFormOfIt(String header) throws Exception {
        assertThat(BearerChallenge.of(header)).hasValue(challenge("https://x/y", "s,t"));
    }

    private static BearerChallenge challenge(String realm, String service) throws ImageException {
        return new BearerChallenge(Endpoint.of(realm, "It names"), service);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://auth.invalid/token",
                "HTTP://auth.invalid/token",
                "hTTp://auth.invalid/token",
                "http://127.0.0.1.auth.invalid/token",
                "http://localhost.:80/token"
            })
    void givesNoPasswordAwayWithoutEncryption(String realm) throws Exception {
        BearerChallenge challenge =
                BearerChallenge.of("Bearer realm=\"" + realm + "\"").orElseThrow();

        assertThatThrownBy(() -> challenge.token("repository:a:pull,push", "Basic x"))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("No password is sent to " + realm)
                .hasMessageEndingWith(", which is not HTTPS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "token",
                "/token",
                "//auth.example.com/token",
                "not a url",
                "https://",
                "https:///token",
                "https:token",
                "https://a b/token",
                "https://auth.example.com:99999/token",
                "https://auth.example.com/%zz",
                "https://ada:secret@auth.example.com/token",
                "http://localhost@auth.example.com/token",
                "ftp://auth.example.com/token",
                "file:///etc/passwd",
                "jar:file:/x.jar!/y",
                "mailto:ada@example.com",
                "javascript:alert(1)",
                "https://[::1/token",
                "\u0007"
            })
    void namesARealmThatNobodyCanBeAskedAt(String realm) {
        assertThatThrownBy(() -> BearerChallenge.of("Bearer realm=\"" + realm + "\",service=\"x\""))
                .isInstanceOf(ImageException.class)
                .hasMessage("The registry names as its realm '" + realm.replace('\u0007', '?')
                        + "', which is no URL of HTTPS with a host");
    }

    @Test
    void knowsTheNamesOfDockerHub() {
        ImageReference hub = ImageReference.parse("--push", "docker.io/ada/hello:1");

        assertThat(hub.apiHost()).isEqualTo("registry-1.docker.io");
        assertThat(hub.loginKey()).isEqualTo("https://index.docker.io/v1/");
        assertThat(ImageReference.parse("--push", "ghcr.io/ada/hello").apiHost())
                .isEqualTo("ghcr.io")
                .isEqualTo(ImageReference.parse("--push", "ghcr.io/x").loginKey());
    }
}
