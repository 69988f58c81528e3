package dev.effe.server.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

class BearerChallengeTest {

    @Test
    void readsWhatRegistriesSay() {
        assertThat(BearerChallenge.of("Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\","
                        + "scope=\"repository:a/b:pull\",error=\"invalid_token\""))
                .hasValue(new BearerChallenge(URI.create("https://auth.docker.io/token"), "registry.docker.io"));
        assertThat(BearerChallenge.of("bearer realm=\"https://x/y?z=1\""))
                .hasValue(new BearerChallenge(URI.create("https://x/y?z=1"), ""));
        assertThat(BearerChallenge.of("Basic realm=\"x\"")).isEmpty();
        assertThat(BearerChallenge.of("Bearer")).isEmpty();
        assertThat(BearerChallenge.of(null)).isEmpty();
    }

    @Test
    void givesNoPasswordAwayWithoutEncryption() {
        BearerChallenge challenge =
                BearerChallenge.of("Bearer realm=\"http://auth.invalid/token\"").orElseThrow();

        assertThatThrownBy(() -> challenge.token("repository:a:pull,push", "Basic x"))
                .isInstanceOf(ImageException.class)
                .hasMessage("No password is sent to http://auth.invalid/token, which is not HTTPS");
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
